import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { PageNumberPaginator, type PageNumberPaginatorOptions } from './page-number-paginator.ts';

function next(
  options: PageNumberPaginatorOptions,
  pageToken: number | undefined,
  recordCount: number,
): number | undefined {
  const response = httpResponse({ page: 3, total_pages: 3 });
  return new PageNumberPaginator(options).nextPageToken(response, { pageToken, recordCount, lastRecord: undefined });
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
  expect(new PageNumberPaginator().pageRequest(undefined)).toEqual({ params: { page: 1, per_page: undefined } });
  expect(new PageNumberPaginator({ pageSize: 50 }).pageRequest(4)).toEqual({ params: { page: 4, per_page: 50 } });
  const named = new PageNumberPaginator({ firstPage: 0, pageSize: 5, param: 'p', sizeParam: 'n' });
  expect(named.pageRequest(undefined)).toEqual({ params: { p: 0, n: 5 } });
  expect(named.pageRequest(0)).toEqual({ params: { p: 0, n: 5 } });
});
