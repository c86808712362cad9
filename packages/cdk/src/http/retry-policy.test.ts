import { expect, test } from 'vitest';
import { retryPolicy } from './retry-policy.ts';

test('H2: 5 retries from 1 s, at most 10 min, by default', () => {
  expect(retryPolicy()).toEqual({
    maxRetries: 5,
    baseDelayMs: 1000,
    backoff: [],
    maxWaitMs: 600_000,
    maxTotalMs: 600_000,
  });
});

test('H2: a longer wait that is allowed is not cut off by the limit of all tries', () => {
  expect(retryPolicy({ maxWaitMs: 3_600_000 }).maxTotalMs).toBe(3_600_000);
  expect(retryPolicy({ maxWaitMs: 3_600_000, maxTotalMs: 5000 }).maxTotalMs).toBe(5000);
});
