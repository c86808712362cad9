import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { OffsetPaginator, type OffsetPaginatorOptions } from './offset-paginator.ts';

function next(options: OffsetPaginatorOptions, pageToken: number | undefined, recordCount: number): number | undefined {
  const response = httpResponse({ has_more: false });
  return new OffsetPaginator(options).nextPageToken(response, { pageToken, recordCount, lastRecord: undefined });
}

describe('the next offset', () => {
  test.each<[string, OffsetPaginatorOptions, number | undefined, number, number | undefined]>([
    ['the first page, full', { pageSize: 100 }, undefined, 100, 100],
    ['a later page, full', { pageSize: 100 }, 300, 100, 400],
    ['a short page is the last', { pageSize: 100 }, 300, 99, undefined],
    ['an empty page is the last', { pageSize: 100 }, 300, 0, undefined],
    ['more than asked for: none is read twice', { pageSize: 100 }, 300, 120, 420],
    ['lastPage empty: a short page moves on by what came', { pageSize: 100, lastPage: 'empty' }, 300, 60, 360],
    ['lastPage empty: an empty page is the last', { pageSize: 100, lastPage: 'empty' }, 300, 0, undefined],
    ['a field says so', { pageSize: 2, lastPage: { path: 'has_more', equals: false } }, 0, 2, undefined],
    ['a field does not say so', { pageSize: 2, lastPage: { path: 'has_more', equals: true } }, 0, 1, 1],
  ])('%s', (_, options, pageToken, recordCount, expected) => {
    expect(next(options, pageToken, recordCount)).toBe(expected);
  });
});

test('the request of a page', () => {
  const paginator = new OffsetPaginator({ pageSize: 100 });
  expect(paginator.pageRequest(undefined)).toEqual({ params: { offset: 0, limit: 100 } });
  expect(paginator.pageRequest(200)).toEqual({ params: { offset: 200, limit: 100 } });
  const named = new OffsetPaginator({ pageSize: 5, param: 'skip', sizeParam: 'take' });
  expect(named.pageRequest(10)).toEqual({ params: { skip: 10, take: 5 } });
});
