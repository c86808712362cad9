import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createDraw, pick } from './draw.ts';

test('gives the same unsigned 32-bit integer for the same seed, stream, index and nth', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), fc.nat(), fc.nat(20), (seed, stream, index, nth) => {
      const value = createDraw(seed, stream)(index, nth);
      expect(value).toBe(createDraw(seed, stream)(index, nth));
      expect(value).toBe(value >>> 0);
    }),
  );
});

test('differs by seed, by stream, by index and by nth', () => {
  const values = [
    createDraw(1, 'orders')(7),
    createDraw(2, 'orders')(7),
    createDraw(1, 'order')(7),
    createDraw(1, 'orders')(8),
    createDraw(1, 'orders')(7, 1),
  ];
  expect(new Set(values).size).toBe(values.length);
});

test('spreads over a small pool within a tenth of evenly', () => {
  const draw = createDraw(1, 'orders');
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (let index = 0; index < 70_000; index++) counts[draw(index) % 7]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(9_000);
  expect(Math.max(...counts)).toBeLessThan(11_000);
});

test('picks the element that the remainder points at', () => {
  expect([0, 1, 2, 3, 4].map((random) => pick(['a', 'b', 'c'], random))).toEqual(['a', 'b', 'c', 'a', 'b']);
});
