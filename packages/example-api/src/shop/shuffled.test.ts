import { expect, test } from 'vitest';

import { shuffled } from './shuffled.ts';

const places = (total: number): number[] => Array.from({ length: total }, (_, nth) => shuffled(nth, total));

test.each([1, 2, 3, 10, 55, 89, 1_000])('each of %i places comes once', (total) => {
  expect(new Set(places(total))).toEqual(new Set(Array.from({ length: total }, (_, place) => place)));
});

test('the order is neither up nor down', () => {
  const order = places(100);
  expect(order).not.toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toEqual(order.toSorted((a, b) => b - a));
  const rises = order.filter((place, nth) => nth > 0 && place > (order[nth - 1] ?? 0)).length;
  expect(rises).toBeGreaterThan(20);
  expect(rises).toBeLessThan(80);
});

test('a thousand million places cost no memory', () => {
  expect(shuffled(999_999_999, 1_000_000_000)).toBeLessThan(1_000_000_000);
});
