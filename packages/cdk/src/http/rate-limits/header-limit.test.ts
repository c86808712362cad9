import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { HeaderLimit } from './header-limit.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

const left = (remaining: number, reset: number, limit?: number): Record<string, string> => ({
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(reset),
  ...(limit === undefined ? {} : { 'x-ratelimit-limit': String(limit) }),
});

/** Sends one request and has it answered at once. */
function exchange(limit: HeaderLimit, headers: Record<string, string>, now: number): void {
  limit.take(1);
  limit.settle(1, httpResponse({}, { headers }), now);
}

describe('H6: learned from response headers', () => {
  test('one request goes ahead to find out; the others wait for its response', () => {
    const limit = new HeaderLimit();
    expect(limit.waitMs(1, 0)).toBe(0);
    limit.take(1);
    expect(limit.waitMs(1, 0)).toBe(Number.POSITIVE_INFINITY);
    limit.settle(1, httpResponse({}, { headers: left(2, 10) }), 50);
    expect([1, 2, 3].map((weight) => limit.waitMs(weight, 50))).toEqual([0, 0, 10_000]);
  });

  test('what is under way may not be counted yet', () => {
    const limit = new HeaderLimit();
    exchange(limit, left(3, 10), 0);
    limit.take(1);
    limit.take(1);
    expect([1, 2].map((weight) => limit.waitMs(weight, 1000))).toEqual([0, 9000]);
  });

  test('when the quota is used up, requests wait for the reset; then one finds out again', () => {
    const limit = new HeaderLimit();
    exchange(limit, left(0, 10), 0);
    expect([0, 9999].map((now) => limit.waitMs(1, now))).toEqual([10_000, 1]);
    expect(limit.waitMs(1, 10_000)).toBe(0);
    limit.take(1);
    expect(limit.waitMs(1, 10_000)).toBe(Number.POSITIVE_INFINITY);
  });

  test('where the size of the quota is known, so many go after the reset', () => {
    const limit = new HeaderLimit();
    exchange(limit, left(0, 10, 3), 0);
    expect(limit.waitMs(1, 10_000)).toBe(0);
    expect(limit.waitMs(3, 10_000)).toBe(0);
    limit.take(3);
    expect(limit.waitMs(1, 10_000)).toBe(Number.POSITIVE_INFINITY);
  });

  test('an API without such headers is not limited', () => {
    const limit = new HeaderLimit();
    exchange(limit, {}, 0);
    limit.take(1);
    expect(limit.waitMs(1, 0)).toBe(0);
  });

  test('a request without a response teaches nothing', () => {
    const limit = new HeaderLimit();
    limit.take(1);
    limit.settle(1, undefined, 0);
    expect(limit.waitMs(1, 0)).toBe(0);
    limit.take(1);
    expect(limit.waitMs(1, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test('answers that overtake each other do not raise what is left', () => {
    const limit = new HeaderLimit();
    limit.take(1);
    limit.take(1);
    limit.settle(1, httpResponse({}, { headers: left(4, 10) }), 0);
    limit.settle(1, httpResponse({}, { headers: left(5, 10) }), 10);
    expect([4, 5].map((weight) => limit.waitMs(weight, 10))).toEqual([0, 9990]);
  });

  test('the next window counts anew', () => {
    const limit = new HeaderLimit();
    exchange(limit, left(0, 10), 0);
    exchange(limit, left(5, 10), 9000);
    expect(limit.waitMs(5, 9000)).toBe(0);
  });

  test('a clock that is set back does not put off the reset', () => {
    const limit = new HeaderLimit();
    exchange(limit, left(0, 10), NOW);
    expect([NOW + 2000, NOW + 2000 - 3_600_000].map((now) => limit.waitMs(1, now))).toEqual([8000, 8000]);
  });

  test('an answer of a window that is over is none', () => {
    const limit = new HeaderLimit();
    exchange(limit, left(7, 10), 0);
    exchange(limit, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0' }, 5000);
    expect(limit.waitMs(7, 5000)).toBe(0);
  });

  test.each<[string, Record<string, string>]>([
    ['X-RateLimit-…', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' }],
    ['X-Rate-Limit-…', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '30' }],
    ['RateLimit-…', { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' }],
    ['RateLimit', { ratelimit: '"default";r=0;t=30' }],
    ['RateLimit, the least of several', { ratelimit: '"a";r=5;t=60, "b";r=0;t=30, "c";r=0;t=10' }],
    ['RateLimit of older drafts', { ratelimit: 'limit=10, remaining=0, reset=30' }],
  ])('knows %s', (_, headers) => {
    const limit = new HeaderLimit();
    exchange(limit, headers, 0);
    expect(limit.waitMs(1, 0)).toBe(30_000);
  });

  test('nango#4428: the headers of a quota can be named, one limit for each', () => {
    const now = Date.parse('2025-07-31T23:02:07Z');
    const limit = new HeaderLimit({
      remaining: 'X-RateLimit-Minutely-Remaining',
      reset: 'X-RateLimit-Minutely-Reset',
      limit: 'X-RateLimit-Minutely-Limit',
    });
    const headers = {
      'x-ratelimit-remaining': '4980',
      'x-ratelimit-reset': '1754006400000',
      'x-ratelimit-minutely-remaining': '0',
      'x-ratelimit-minutely-limit': '60',
      'x-ratelimit-minutely-reset': '1754002980000',
    };
    exchange(limit, headers, now);
    expect(limit.waitMs(1, now)).toBe(53_000);
    expect(limit.waitMs(60, now + 53_000)).toBe(0);
  });

  test('an honest API is never asked more often than it allows, however many requests overlap', () => {
    const quota = 5;
    const perMs = 10_000;
    const events = fc.array(fc.record({ idle: fc.nat(3000), travel: fc.nat(2000) }), { minLength: 10, maxLength: 60 });
    fc.assert(
      fc.property(events, fc.boolean(), (list, tellsLimit) => {
        const limit = new HeaderLimit();
        const counted = new Map<number, number>();
        let underWay: { at: number; headers: Record<string, string> }[] = [];
        let now = NOW;
        const settleUntil = (end: number): void => {
          const done = underWay.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
          underWay = underWay.filter(({ at }) => at > end);
          for (const { at, headers } of done) limit.settle(1, httpResponse({}, { headers }), at);
        };
        for (const { idle, travel } of list) {
          now += idle;
          settleUntil(now);
          for (let wait = limit.waitMs(1, now); wait > 0; wait = limit.waitMs(1, now)) {
            now = Number.isFinite(wait) ? now + wait : Math.min(...underWay.map(({ at }) => at));
            settleUntil(now);
          }
          limit.take(1);
          // The API counts it when it is sent, and answers later.
          const window = Math.floor(now / perMs);
          const used = (counted.get(window) ?? 0) + 1;
          counted.set(window, used);
          const reset = ((window + 1) * perMs) / 1000;
          const headers = left(Math.max(0, quota - used), reset, tellsLimit ? quota : undefined);
          underWay.push({ at: now + travel, headers });
        }
        for (const used of counted.values()) expect(used).toBeLessThanOrEqual(quota);
      }),
    );
  });
});
