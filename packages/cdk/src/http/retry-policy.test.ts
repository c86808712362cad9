import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, retryPolicy } from './retry-policy.ts';

describe('H2: backoff', () => {
  test('a longer wait that is allowed is not cut off by the limit of all tries', () => {
    expect(retryPolicy({ maxWaitMs: 3_600_000 }).maxTotalMs).toBe(3_600_000);
    expect(retryPolicy({ maxWaitMs: 3_600_000, maxTotalMs: 5000 }).maxTotalMs).toBe(5000);
  });

  test('is 5 retries from 1 s, at most 10 min, by default', () => {
    expect(retryPolicy()).toEqual({ maxRetries: 5, baseDelayMs: 1000, maxWaitMs: 600_000, maxTotalMs: 600_000 });
  });

  test.each([
    [1, 0.5, 1000],
    [2, 0.5, 2000],
    [3, 0.5, 4000],
    [4, 0.5, 8000],
    [5, 0.5, 16_000],
    [1, 0, 500],
    [1, 0.999_999, 1500],
    [3, 0, 2000],
  ])('before retry %d with chance %d it is %d ms', (retry, random, ms) => {
    expect(backoffMs(retryPolicy(), retry, random)).toBe(ms);
  });

  test('jitter stays between a half and one and a half of the exponential wait', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 5000 }),
        (retry, random, baseDelayMs) => {
          const ms = backoffMs({ ...retryPolicy(), baseDelayMs }, retry, random);
          const middle = baseDelayMs * 2 ** (retry - 1);
          expect(ms).toBeGreaterThanOrEqual(Math.round(middle / 2));
          expect(ms).toBeLessThanOrEqual(Math.round(middle * 1.5));
          expect(Number.isInteger(ms)).toBe(true);
        },
      ),
    );
  });
});
