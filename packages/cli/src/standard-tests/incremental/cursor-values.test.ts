import { expect, test } from 'vitest';
import { compareCursors, inTheFuture } from './cursor-values.ts';

test.each([
  ['2024-01-01', '2024-01-02', -1],
  ['2024-01-01T00:00:00Z', '2024-01-01', 0],
  ['2024-01-01T02:00:00+02:00', '2024-01-01T00:00:00Z', 0],
  ['2024-01-01T00:00:00', '2024-01-01T00:00:00Z', 0],
  ['2024-01-01 00:00:00.123456Z', '2024-01-01T00:00:00.123457Z', -1],
  [9, 10, -1],
  ['9', '10', -1],
  [9007199254740993n, 1, 1],
  ['b', 'a', 1],
  ['v1', 1, undefined],
] as const)('%s and %s: %s', (a, b, expected) => {
  expect(compareCursors(a, b)).toBe(expected);
});

const now = Date.UTC(2025, 5, 1);
const later = Date.UTC(2035, 0, 1);

test.each([
  ['2024-02-29', '2035-01-01'],
  ['2024-02-29T10:00:00.5+02:00', '2035-01-01T10:00:00.5+02:00'],
  [1_700_000_000, later / 1000],
  [1_700_000_000_123, later],
  ['1700000000', String(later / 1000)],
  [1_700_000_000_123_456n, BigInt(later) * 1000n],
  [17, 1_000_000_017],
  ['page-7', undefined],
  [true, undefined],
])('%s in ten years is %s', (value, expected) => {
  expect(inTheFuture(value, now)).toEqual(expected);
});
