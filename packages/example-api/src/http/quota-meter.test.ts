import { expect, test } from 'vitest';

import { QuotaMeter } from './quota-meter.ts';

test('answers as many requests as a window has, then refuses until the next', () => {
  const meter = new QuotaMeter([{ requests: 2, perMs: 10_000 }]);
  const limit = { 'x-ratelimit-limit': '2', 'x-ratelimit-reset': '10' };
  expect(meter.take(4000)).toEqual({ isRefused: false, headers: { ...limit, 'x-ratelimit-remaining': '1' } });
  expect(meter.take(5000)).toEqual({ isRefused: false, headers: { ...limit, 'x-ratelimit-remaining': '0' } });
  const refusal = { ...limit, 'x-ratelimit-remaining': '0' };
  expect(meter.take(5500)).toEqual({ isRefused: true, headers: { ...refusal, 'retry-after': '5' } });
  expect(meter.take(9999)).toEqual({ isRefused: true, headers: { ...refusal, 'retry-after': '1' } });
  expect(meter.take(10_000)).toMatchObject({ isRefused: false, headers: { 'x-ratelimit-reset': '20' } });
});

test('of several quotas tells the one with the least left, and the later of two that are used up', () => {
  const meter = new QuotaMeter([
    { requests: 2, perMs: 1000 },
    { requests: 3, perMs: 60_000 },
  ]);
  const seen = [0, 1, 1000, 1001].map((now) => {
    const { isRefused, headers } = meter.take(now) ?? {};
    return [isRefused, headers?.['x-ratelimit-remaining'], headers?.['x-ratelimit-reset'], headers?.['retry-after']];
  });
  expect(seen).toEqual([
    [false, '1', '1', undefined],
    [false, '0', '1', undefined],
    [false, '0', '60', undefined],
    [true, '0', '60', '59'],
  ]);
});

test('without quotas says nothing', () => {
  expect(new QuotaMeter([]).take(0)).toBeUndefined();
});

test.each([
  [0, 1000],
  [1, 0],
])('refuses a quota of %i per %i ms', (requests, perMs) => {
  expect(() => new QuotaMeter([{ requests, perMs }])).toThrow(
    new RangeError(`A quota must be of 1 request and 1 ms at least, got ${requests} per ${perMs} ms`),
  );
});
