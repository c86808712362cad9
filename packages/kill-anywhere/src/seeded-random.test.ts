import { expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';

const first = (seed: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: 50 }, () => random.below(10));
};

test('the same seed gives the same numbers, another one others', () => {
  expect(first(7)).toEqual(first(7));
  expect(first(8)).not.toEqual(first(7));
});

test('numbers are below their bound, and none is left out', () => {
  expect(new Set(first(7))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
});

test('some values are in their order, and each once', () => {
  const random = seededRandom(3);
  const values = ['a', 'b', 'c', 'd', 'e'];
  for (let count = 0; count <= 5; count++) {
    const some = random.some(values, count);
    expect(some).toEqual(values.filter((value) => some.includes(value)));
    expect(some).toHaveLength(count);
  }
  expect(random.some(values, 9)).toEqual(values);
});
