import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import type { HttpResponse } from '../http-response.ts';
import type { BackoffContext } from './backoff-strategy.ts';
import { ConstantBackoff } from './constant-backoff.ts';
import { ExponentialBackoff } from './exponential-backoff.ts';
import { WaitTimeFromBody } from './wait-time-from-body.ts';
import { WaitTimeFromHeader } from './wait-time-from-header.ts';
import { WaitUntilTimeFromHeader } from './wait-until-time-from-header.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function after(response: HttpResponse | undefined): BackoffContext {
  return { retry: 1, response, isRateLimited: false, now: NOW, random: 0.5 };
}

function withHeader(value: string): BackoffContext {
  return after(httpResponse({}, { status: 429, headers: { 'x-wait': value } }));
}

describe('ExponentialBackoff', () => {
  test.each([
    [1, 0.5, 1000],
    [2, 0.5, 2000],
    [3, 0.5, 4000],
    [4, 0.5, 8000],
    [5, 0.5, 16_000],
    [1, 0, 500],
    [1, 0.999_999, 1500],
    [3, 0, 2000],
  ])('H2: before retry %d with chance %d it is %d ms', (retry, random, ms) => {
    expect(new ExponentialBackoff().wait({ retry, random })).toEqual({ ms });
  });

  test('base, factor, jitter and the longest wait can be set', () => {
    const strategy = new ExponentialBackoff({ baseDelayMs: 100, factor: 3, maxDelayMs: 1000, jitter: 0 });
    expect([1, 2, 3, 4].map((retry) => strategy.wait({ retry, random: 0.9 }).ms)).toEqual([100, 300, 900, 1000]);
  });

  test('jitter stays between a half and one and a half of the exponential wait', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        random,
        fc.integer({ min: 1, max: 5000 }),
        (retry, chance, baseDelayMs) => {
          const { ms } = new ExponentialBackoff({ baseDelayMs }).wait({ retry, random: chance });
          const middle = baseDelayMs * 2 ** (retry - 1);
          expect(ms).toBeGreaterThanOrEqual(Math.round(middle / 2));
          expect(ms).toBeLessThanOrEqual(Math.round(middle * 1.5));
          expect(Number.isInteger(ms)).toBe(true);
        },
      ),
    );
  });
});

describe('ConstantBackoff', () => {
  test.each([
    [{ delayMs: 5000 }, 0, 5000],
    [{ delayMs: 5000 }, 0.9, 5000],
    [{ delayMs: 5000, jitter: 0.1 }, 0, 4500],
    [{ delayMs: 5000, jitter: 0.1 }, 0.5, 5000],
  ])('%j with chance %d is %d ms', (options, random, ms) => {
    expect(new ConstantBackoff(options).wait({ random })).toEqual({ ms });
  });
});

describe('WaitTimeFromHeader', () => {
  test.each([
    ['seconds', { header: 'X-Wait' }, '1.5', 1500],
    ['milliseconds', { header: 'x-wait', unit: 'milliseconds' }, '1500', 1500],
    ['minutes', { header: 'X-Wait', unit: 'minutes' }, '2', 120_000],
    ['the group of a pattern', { header: 'X-Wait', pattern: /wait=(\d+)/ }, 'code=3; wait=7', 7000],
    ['all that a pattern matches', { header: 'X-Wait', pattern: /\d+/ }, '7 seconds', 7000],
  ] as const)('%s', (_, options, value, ms) => {
    expect(new WaitTimeFromHeader(options).wait(withHeader(value))).toEqual({ ms, askedBy: options.header });
  });

  test('a pattern with the flag g gives the same each time', () => {
    const strategy = new WaitTimeFromHeader({ header: 'X-Wait', pattern: /\d+/g });
    expect([1, 2].map(() => strategy.wait(withHeader('7'))?.ms)).toEqual([7000, 7000]);
  });

  test.each(['', 'soon', '0', '-3', 'NaN', 'Infinity'])('%j says nothing', (value) => {
    expect(new WaitTimeFromHeader({ header: 'X-Wait' }).wait(withHeader(value))).toBeUndefined();
  });

  test('a pattern that finds nothing says nothing, nor does an absent header or response', () => {
    expect(new WaitTimeFromHeader({ header: 'X-Wait', pattern: /in (\d+)/ }).wait(withHeader('7'))).toBeUndefined();
    expect(new WaitTimeFromHeader({ header: 'X-Other' }).wait(withHeader('7'))).toBeUndefined();
    expect(new WaitTimeFromHeader({ header: 'X-Wait' }).wait(after(undefined))).toBeUndefined();
  });
});

describe('WaitUntilTimeFromHeader', () => {
  test.each([
    ['seconds since the epoch', String(NOW / 1000 + 30), 30_000],
    ['milliseconds since the epoch', String(NOW + 250), 250],
    ['ISO 8601', '2026-01-01T00:00:30Z', 30_000],
    ['an HTTP date', 'Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ])('%s', (_, value, ms) => {
    const strategy = new WaitUntilTimeFromHeader({ header: 'X-Wait' });
    expect(strategy.wait(withHeader(value))).toEqual({ ms, askedBy: 'X-Wait' });
  });

  test('a moment that is past says nothing', () => {
    const strategy = new WaitUntilTimeFromHeader({ header: 'X-Wait' });
    expect(strategy.wait(withHeader(String(NOW / 1000 - 30)))).toBeUndefined();
    expect(strategy.wait(withHeader('soon'))).toBeUndefined();
  });

  test('the shortest wait counts for a moment that is near or past, not for none', () => {
    const strategy = new WaitUntilTimeFromHeader({ header: 'X-Wait', minWaitMs: 5000 });
    expect(strategy.wait(withHeader(String(NOW + 250)))?.ms).toBe(5000);
    expect(strategy.wait(withHeader(String(NOW - 250)))?.ms).toBe(5000);
    expect(strategy.wait(withHeader('soon'))).toBeUndefined();
  });

  test('a pattern takes the moment out', () => {
    const strategy = new WaitUntilTimeFromHeader({ header: 'X-Wait', pattern: /until="([^"]+)"/ });
    expect(strategy.wait(withHeader('quota; until="2026-01-01T00:00:30Z"'))?.ms).toBe(30_000);
  });
});

describe('WaitTimeFromBody', () => {
  const body = { error: { retry_in: 7, text: 'Please try again in 23 minutes.' } };

  test('a number', () => {
    const strategy = new WaitTimeFromBody({ path: 'error.retry_in' });
    expect(strategy.wait(after(httpResponse(body)))).toEqual({ ms: 7000, askedBy: '"error.retry_in" of its body' });
  });

  test('a number in a text', () => {
    const strategy = new WaitTimeFromBody({ path: 'error.text', pattern: /in (\d+) minutes/, unit: 'minutes' });
    expect(strategy.wait(after(httpResponse(body)))?.ms).toBe(23 * 60_000);
  });

  test.each([
    ['another type', httpResponse({ error: { retry_in: [7] } })],
    ['nothing at the path', httpResponse({})],
    ['a web page', httpResponse('<html>429</html>')],
    ['no response', undefined],
  ])('%s says nothing', (_, response) => {
    expect(new WaitTimeFromBody({ path: 'error.retry_in' }).wait(after(response))).toBeUndefined();
  });
});

test.each([
  ['WaitTimeFromHeader', new WaitTimeFromHeader({ header: 'X-Wait', onlyRateLimited: true })],
  ['WaitUntilTimeFromHeader', new WaitUntilTimeFromHeader({ header: 'X-Wait', onlyRateLimited: true })],
  ['WaitTimeFromBody', new WaitTimeFromBody({ path: 'wait', onlyRateLimited: true })],
])('%s may be asked after a used-up quota only', (_, strategy) => {
  const response = httpResponse({ wait: 7 }, { headers: { 'x-wait': '7' } });
  const waits = [true, false].map((isRateLimited) => strategy.wait({ ...after(response), isRateLimited })?.ms);
  expect(waits).toEqual([7000, undefined]);
});
