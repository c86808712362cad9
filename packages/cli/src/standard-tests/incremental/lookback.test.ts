import { expect, test } from 'vitest';
import { minus, minusSeconds } from './lookback.ts';

test.each([
  ['2026-11-19', 'P3D', '2026-11-16T00:00:00.000Z'],
  ['2026-11-19T10:00:00', 'PT6H', '2026-11-19T04:00:00.000Z'],
  ['2026-11-19', 86_400, '2026-11-18T00:00:00.000Z'],
  [1_700_000_000, 'PT1M', 1_699_999_940],
  [1_700_000_000_000, 'PT1M', 1_699_999_940_000],
  ['1700000000', 'PT1M', '1699999940'],
  [1_700_000_000_000n, 'PT1M', 1_699_999_940_000n],
  [900, 100, 800],
  ['page-7', 'P1D', 'page-7'],
  ['2026-11-19', 0, '2026-11-19'],
] as const)('%s, %s before: %s', (value, lookback, expected) => {
  expect(minus(value, lookback)).toBe(expected);
});

test('seconds of a state count in the units of the cursor', () => {
  expect(minusSeconds(1_700_000_000_000, 5)).toBe(1_699_999_995_000);
  expect(minusSeconds('2026-11-19', 5)).toBe('2026-11-18T23:59:55.000Z');
});
