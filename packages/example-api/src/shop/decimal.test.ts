import fc from 'fast-check';
import { expect, test } from 'vitest';

import { decimalText } from './decimal.ts';

test.each([
  [0, '0'],
  [5, '0.05'],
  [50, '0.5'],
  [1990, '19.9'],
  [1999, '19.99'],
  [200_000, '2000'],
])('writes %i cents as %s', (cents, text) => {
  expect(decimalText(cents)).toBe(text);
});

test('writes any amount as JSON does', () => {
  fc.assert(fc.property(fc.nat(100_000_000), (cents) => decimalText(cents) === JSON.stringify(cents / 100)));
});
