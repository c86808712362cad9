import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { requestOf, tokenAfter } from '../../../test/paging.ts';
import { NextUrlPaginator } from './next-url-paginator.ts';

const paginator = new NextUrlPaginator({ path: 'links.next' });

describe('the next URL', () => {
  test.each([
    ['absolute', 'https://api.example.com/v1/orders?after=2', 'https://api.example.com/v1/orders?after=2'],
    ['absolute, made normal', 'HTTPS://API.example.com/v1/a b', 'https://api.example.com/v1/a%20b'],
    ['from the root', '/v1/orders?after=2', 'https://api.example.com/v1/orders?after=2'],
    ['beside the page', 'page/2', 'https://api.example.com/v1/page/2'],
    ['a query alone', '?after=2', 'https://api.example.com/v1/orders?after=2'],
    ['on another origin, for the client to judge', '//evil.example/x', 'https://evil.example/x'],
    ['no URL at all, for the client to refuse', 'http://', 'http://'],
    ['a number', 7, 'https://api.example.com/v1/7'],
    ['missing', undefined, undefined],
    ['null', null, undefined],
    ['empty', '', undefined],
    ['false', false, undefined],
  ])('%s', (_, next, expected) => {
    expect(tokenAfter(paginator, httpResponse({ links: { next } }))).toBe(expected);
  });

  test('F: an object is no URL', () => {
    expect(() => tokenAfter(paginator, httpResponse({ links: { next: { href: 'x' } } }))).toThrow(
      'must have a page token at "links.next", got {"href":"x"}',
    );
  });

  test.each([
    [{ path: 'done', equals: true }, 2, undefined],
    [{ path: 'done', equals: false }, 2, 'https://a/2'],
    ['empty', 0, undefined],
    ['empty', 1, 'https://a/2'],
  ] as const)('lastPage %j with %d records gives %s', (lastPage, recordCount, expected) => {
    const own = new NextUrlPaginator({ path: 'next', lastPage });
    expect(tokenAfter(own, httpResponse({ next: 'https://a/2', done: true }), { recordCount })).toBe(expected);
  });
});

test('the URL is taken as it is', () => {
  expect(requestOf(paginator)).toEqual({});
  expect(requestOf(paginator, 'https://a/2?x=1')).toEqual({ url: 'https://a/2?x=1' });
});
