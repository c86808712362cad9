import { describe, expect, test } from 'vitest';
import type { Exchange } from '../exchange.ts';
import { sentCredentials } from './sent-credentials.ts';

const exchange = (path: string, answer: object = {}, headers = {}): Exchange => ({
  request: { method: 'GET', url: `https://api.example.com${path}`, headers: {}, body: Buffer.alloc(0) },
  response: { status: 200, headers, body: Buffer.from(JSON.stringify(answer)) },
});

describe('a credential', () => {
  test.each<[string, string, Exchange[]]>([
    ['a token that nobody gave', 'live-17', [exchange('/orders?token=live-17')]],
    ['one that the API echoes', 'live-17', [1, 2].map(() => exchange('/orders?token=live-17', { self: 'live-17' }))],
    ['one of a login', 'abc17', [exchange('/login', { token: 'abc17' }), exchange('/orders?token=abc17')]],
    ['a short password', 'abc', [exchange('/orders?pwd=abc')]],
    ['a key that a machine made', 'q7Zk20aLw93nVx1c', [exchange('/orders?key=q7Zk20aLw93nVx1c')]],
    ['the signature of a link', 'a1', [exchange('/file?X-Amz-Signature=a1')]],
  ])('%s', (_, value, exchanges) => {
    expect(sentCredentials(exchanges)).toEqual(new Set([value]));
  });

  test.each(['/orders?key=PROJ-17', '/talks?session=42', '/orders?sort_key=created_at', '/orders?auth=basic'])(
    'none in %s',
    (path) => {
      expect(sentCredentials([exchange(path)])).toEqual(new Set());
    },
  );
});

describe('a page token is none', () => {
  test.each<[string, Exchange]>([
    ['by its value', exchange('/orders', { paging: { token: 'a/b=2' } })],
    ['in a link of the body', exchange('/orders', { next: '/orders?token=a%2Fb%3D2' })],
    ['in a header', exchange('/orders', {}, { link: '</orders?token=a%2Fb%3D2>; rel="next"' })],
  ])('the page before gives it %s', (_, before) => {
    expect(sentCredentials([before, exchange('/orders?token=a%2Fb%3D2')])).toEqual(new Set());
  });
});
