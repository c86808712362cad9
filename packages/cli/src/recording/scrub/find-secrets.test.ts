import { expect, test } from 'vitest';
import type { Exchange } from '../exchange.ts';
import { findSecrets } from './find-secrets.ts';

const exchange = (headers: Record<string, string>, answer: object = {}, query = ''): Exchange => ({
  request: { method: 'GET', url: `https://api.example.com/orders${query}`, headers, body: Buffer.alloc(0) },
  response: { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) },
});
const login = exchange({}, { session_key: 'SESS-qwerty-42', account: 'acc-123456', until: '2024-05-01T10:00:00Z' });

test.each<[string, Record<string, string>, string[]]>([
  ['a header for credentials', { 'x-api-token': 'tok-123456' }, ['tok-123456']],
  ['what a login answered, under a name that says nothing', { 'x-session': 'SESS-qwerty-42' }, ['SESS-qwerty-42']],
  ['whose data is asked for is none', { 'x-account-id': 'acc-123456' }, []],
  ['a moment is none', { 'x-before': '2024-05-01T10:00:00Z' }, []],
  ['what nobody gave is none', { 'x-client-name': 'source-shop-1.2.3' }, []],
])('%s', (_, headers, secrets) => {
  expect([...findSecrets([login, exchange(headers)])]).toEqual(secrets);
});

test('a token of the query is one everywhere, where nothing else has it by chance', () => {
  expect([...findSecrets([exchange({}, {}, '?token=URLTOKEN-999')])]).toEqual(['URLTOKEN-999']);
  expect([...findSecrets([exchange({}, {}, '?token=orders')])]).toEqual([]);
});
