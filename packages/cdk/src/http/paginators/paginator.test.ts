import { expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { CursorPaginator } from './cursor-paginator.ts';
import { PageNumberPaginator } from './page-number-paginator.ts';
import { isLastPage, type LastPage } from './paginator.ts';

const more = { has_more: true, meta: { last: 1 }, next: null };

test.each<[LastPage, number, number | undefined, boolean]>([
  ['empty', 0, 100, true],
  ['empty', 1, 100, false],
  ['empty', 0, undefined, true],
  ['short', 0, 100, true],
  ['short', 99, 100, true],
  ['short', 100, 100, false],
  ['short', 101, 100, false],
  ['short', 5, undefined, false],
  ['short', 0, undefined, true],
  [{ path: 'has_more', equals: true }, 100, 100, true],
  [{ path: 'has_more', equals: false }, 100, 100, false],
  [{ path: 'has_more', equals: false }, 0, 100, false],
  [{ path: 'meta.last', equals: 1 }, 100, 100, true],
  [{ path: 'meta.last', equals: '1' }, 100, 100, false],
  [{ path: 'next', equals: null }, 100, 100, true],
  [{ path: 'missing', equals: null }, 100, 100, false],
])('last page by %j: %d of %s records: %s', (lastPage, recordCount, pageSize, expected) => {
  expect(
    isLastPage(lastPage, httpResponse(more), { pageToken: undefined, pageSize, recordCount, lastRecord: undefined }),
  ).toBe(expected);
});

test.each([
  ['PageNumberPaginator', () => new PageNumberPaginator({ lastPage: 'short' })],
  ['CursorPaginator', () => new CursorPaginator({ token: { path: 'next' }, lastPage: 'short' })],
])("%s: 'short' without a pageSize could never end, and is refused", (name, make) => {
  expect(make).toThrow(`${name}: lastPage 'short' needs a pageSize to tell a short page by`);
});
