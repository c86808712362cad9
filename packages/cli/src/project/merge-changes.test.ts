import { expect, test } from 'vitest';
import { mergeChanges } from './merge-changes.ts';

test.each([
  ['a change each', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }],
  ['both the same setting', { a: 1 }, { a: 2 }, { a: 3 }, { a: 3 }],
  [
    'one each within an object',
    { a: { b: 1, c: 1 } },
    { a: { b: 2, c: 1 } },
    { a: { b: 1, c: 2 } },
    { a: { b: 2, c: 2 } },
  ],
  ['one new setting each', {}, { a: 1 }, { b: { c: 1 } }, { a: 1, b: { c: 1 } }],
  ['one left out each', { a: 1, b: 1, c: 1 }, { b: 1, c: 1 }, { a: 1, c: 1 }, { c: 1 }],
  ['one left out that the other changed', { a: 1 }, {}, { a: 2 }, { a: 2 }],
  ['lists', { a: [1] }, { a: [1, 2] }, { a: [1], b: 1 }, { a: [1, 2], b: 1 }],
])('%s', (_, before, first, second, both) => {
  expect(mergeChanges(before, first, second)).toEqual(both);
});
