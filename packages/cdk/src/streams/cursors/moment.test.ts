import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastBefore, momentOfMs, roundDown, splitMoment } from './moment.ts';

test('a moment is milliseconds and what lies beyond them, before 1970 too', () => {
  expect(momentOfMs(1_700_000_000_123)).toBe(1_700_000_000_123_000);
  expect(splitMoment(1_700_000_000_123_456)).toEqual({ ms: 1_700_000_000_123, micros: 456 });
  expect(splitMoment(-1)).toEqual({ ms: -1, micros: 999 });
});

test.each<[number, number, number, number]>([
  [12, 5, 10, 10],
  [10, 5, 10, 5],
  [0, 5, 0, -5],
  [-1, 5, -5, -5],
  [-5, 5, -5, -10],
  [12, 0, 12, 12],
  [Infinity, 5, Infinity, Infinity],
  [-Infinity, 5, -Infinity, -Infinity],
])('%d at a granularity of %d rounds down to %d, and the last before it is %d', (moment, granularity, down, before) => {
  expect([roundDown(moment, granularity), lastBefore(moment, granularity)]).toEqual([down, before]);
});

test('rounding down is exact for any moment and granularity', () => {
  const moment = fc.integer({ min: -8e15, max: 8e15 });
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 86_400_000_000 }), (at, granularity) => {
      const down = roundDown(at, granularity);
      expect(down % granularity).toBeCloseTo(0);
      expect(at - down).toBeGreaterThanOrEqual(0);
      expect(at - down).toBeLessThan(granularity);
    }),
  );
});
