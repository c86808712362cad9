import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { requestOf, tokenAfter } from '../../../test/paging.ts';
import { PageNumberPaginator, type PageNumberPaginatorOptions } from './page-number-paginator.ts';

function next(
  options: PageNumberPaginatorOptions,
  pageToken: number | undefined,
  recordCount: number,
): number | undefined {
  const response = httpResponse({ page: 3, total_pages: 3 });
  return tokenAfter(new PageNumberPaginator(options), response, { pageToken, recordCount });
}

describe('the next page number', () => {
  test.each<[string, PageNumberPaginatorOptions, number | undefined, number, number | undefined]>([
    ['after the first page', {}, undefined, 100, 2],
    ['after the first page of an API that counts from 0', { firstPage: 0 }, undefined, 100, 1],
    ['after page 0', { firstPage: 0 }, 0, 100, 1],
    ['after a later page', {}, 7, 100, 8],
    ['a short page goes on by default', { pageSize: 100 }, 7, 1, 8],
    ['an empty page is the last', {}, 7, 0, undefined],
    ['short: a full page goes on', { pageSize: 100, lastPage: 'short' }, 7, 100, 8],
    ['short: a short page is the last', { pageSize: 100, lastPage: 'short' }, 7, 99, undefined],
    ['a field says so', { lastPage: { path: 'total_pages', equals: 3 } }, 3, 100, undefined],
    ['a field does not say so', { lastPage: { path: 'total_pages', equals: 4 } }, 3, 100, 4],
  ])('%s', (_, options, pageToken, recordCount, expected) => {
    expect(next(options, pageToken, recordCount)).toBe(expected);
  });
});

test('the request of a page', () => {
  expect(requestOf(new PageNumberPaginator())).toEqual({ params: { page: 1, per_page: undefined } });
  expect(requestOf(new PageNumberPaginator({ pageSize: 50 }), 4)).toEqual({ params: { page: 4, per_page: 50 } });
  const named = new PageNumberPaginator({ firstPage: 0, pageSize: 5, param: 'p', sizeParam: 'n' });
  expect(requestOf(named)).toEqual({ params: { p: 0, n: 5 } });
  expect(requestOf(named, 0)).toEqual({ params: { p: 0, n: 5 } });
});

describe('H12: a page of fewer records', () => {
  const paginator = new PageNumberPaginator({ pageSize: 100, firstPage: 1, lastPage: 'short' });

  test.each([
    [undefined, 50, 1],
    [5, 50, 9],
    [5.5, 50, 10],
    [5.25, 25, 18],
    [1.12, 12, 2],
  ])('token %s of size %d is page %d', (pageToken, pageSize, page) => {
    expect(paginator.pageRequest({ pageToken, pageSize })).toEqual({ params: { page, per_page: pageSize } });
  });

  test.each([
    [undefined, 50, 50, 1.5],
    [5.5, 50, 50, 6],
    [6, 100, 100, 7],
    [1.12, 12, 12, 1.24],
    [1.99, 1, 1, 2],
    [5.5, 50, 49, undefined],
  ])('after token %s of size %d with %d records comes %s', (pageToken, pageSize, recordCount, token) => {
    expect(tokenAfter(paginator, httpResponse([]), { pageToken, pageSize, recordCount })).toBe(token);
  });

  test.each([
    [undefined, 37, true],
    [5, 50, true],
    [5, 100, true],
    [5, 80, true],
    [5, 30, false],
    [5.5, 50, true],
    [5.5, 100, false],
    [1.12, 12, true],
    [1.12, 24, false],
  ])('token %s accepts size %d: %s', (pageToken, pageSize, expected) => {
    expect(paginator.acceptsPageSize(pageToken, pageSize)).toBe(expected);
  });
});
