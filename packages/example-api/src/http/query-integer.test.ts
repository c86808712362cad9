import { expect, test } from 'vitest';

import { ApiError } from './api-error.ts';
import { queryInteger, queryPageSize } from './query-integer.ts';

test.each([
  ['page=1', 1],
  ['page=25', 25],
  ['', 7],
])('reads "%s" as %i', (query, value) => {
  expect(queryInteger(new URLSearchParams(query), { name: 'page', fallback: 7, min: 1 })).toBe(value);
});

test.each(['page=0', 'page=-1', 'page=1.5', 'page=', 'page=x', 'page=1e3', 'page=99999999999999999999'])(
  'refuses "%s"',
  (query) => {
    const read = (): number => queryInteger(new URLSearchParams(query), { name: 'page', fallback: 1, min: 1 });
    expect(read).toThrow(ApiError);
    expect(read).toThrow(`"page" must be an integer of at least 1, got "${query.slice(5)}"`);
  },
);

test('bounds a page size to 1 to 1000, and takes 100 when it is left out', () => {
  const read = (query: string): number => queryPageSize(new URLSearchParams(query), 'limit');
  expect([read('limit=1'), read('limit=1000'), read('')]).toEqual([1, 1000, 100]);
  expect(() => read('limit=1001')).toThrow('"limit" must be an integer from 1 to 1000, got "1001"');
  expect(() => read('limit=0')).toThrow('"limit" must be an integer from 1 to 1000, got "0"');
});
