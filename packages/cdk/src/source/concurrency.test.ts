import { expect, test } from 'vitest';
import { isConcurrency } from './concurrency.ts';

test.each([1, 4, 1000])('%s slices can be read at once', (count) => {
  expect(isConcurrency(count)).toBe(true);
});

test.each([0, -1, 1.5, 1001, 99_999_999_999, Number.NaN, Number.POSITIVE_INFINITY, '4', undefined])(
  '%s can not',
  (count) => {
    expect(isConcurrency(count)).toBe(false);
  },
);
