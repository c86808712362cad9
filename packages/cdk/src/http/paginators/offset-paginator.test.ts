import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { requestOf, tokenAfter } from '../../../test/paging.ts';
import { OffsetPaginator, type OffsetPaginatorOptions } from './offset-paginator.ts';

function next(options: OffsetPaginatorOptions, pageToken: number | undefined, recordCount: number): number | undefined {
  const response = httpResponse({ has_more: false });
  return tokenAfter(new OffsetPaginator(options), response, { pageToken, recordCount });
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
  expect(requestOf(paginator)).toEqual({ params: { offset: 0, limit: 100 } });
  expect(requestOf(paginator, 200)).toEqual({ params: { offset: 200, limit: 100 } });
  const named = new OffsetPaginator({ pageSize: 5, param: 'skip', sizeParam: 'take' });
  expect(requestOf(named, 10)).toEqual({ params: { skip: 10, take: 5 } });
});

test('H12: fewer records are asked for from the same offset, and a page of them is not short', () => {
  const paginator = new OffsetPaginator({ pageSize: 100 });
  expect(paginator.pageRequest({ pageToken: 200, pageSize: 25 })).toEqual({ params: { offset: 200, limit: 25 } });
  expect(tokenAfter(paginator, httpResponse([]), { pageToken: 200, pageSize: 25, recordCount: 25 })).toBe(225);
  expect(tokenAfter(paginator, httpResponse([]), { pageToken: 200, pageSize: 25, recordCount: 24 })).toBeUndefined();
});
