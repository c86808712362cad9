import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../../test/run-context.ts';
import { FixedWindowLimit } from './fixed-window-limit.ts';
import { MovingWindowLimit } from './moving-window-limit.ts';
import type { RateLimit } from './rate-limit.ts';

/** Takes as much as there is room for at each moment, in order; gives when each weight was taken. */
function takeEach(limit: RateLimit, weights: readonly number[], at = 0): number[] {
  let now = at;
  return weights.map((weight) => {
    now += limit.waitMs(weight, now);
    limit.take(weight, now);
    return now;
  });
}

describe('H6: a moving window', () => {
  test('lets a whole window through at once, then one for each that is forgotten', () => {
    const limit = new MovingWindowLimit({ requests: 3, perMs: 1000 });
    expect(takeEach(limit, [1, 1])).toEqual([0, 0]);
    expect(takeEach(limit, [1, 1, 1, 1, 1, 1], 400)).toEqual([400, 1000, 1000, 1400, 2000, 2000]);
  });

  test('counts weights', () => {
    const limit = new MovingWindowLimit({ requests: 10, perMs: 1000 });
    expect(takeEach(limit, [6, 4, 1, 5, 10, 0])).toEqual([0, 0, 1000, 1000, 2000, 2000]);
  });

  test('tells how long a queue has to wait', () => {
    const limit = new MovingWindowLimit({ requests: 2, perMs: 1000 });
    limit.take(1, 0);
    limit.take(1, 300);
    expect([1, 2, 3, 4, 5].map((ahead) => limit.waitMs(ahead, 500))).toEqual([500, 800, 1500, 1800, 2500]);
  });

  test('no window that begins anywhere has more than its requests, and none waits longer than it must', () => {
    const steps = fc.array(fc.record({ idle: fc.nat(1500), weight: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 12 }), steps, (requests, list) => {
        const limit = new MovingWindowLimit({ requests, perMs: 1000 });
        const taken: { at: number; weight: number }[] = [];
        const inWindow = (end: number): number =>
          taken.filter(({ at }) => at > end - 1000 && at <= end).reduce((sum, { weight }) => sum + weight, 0);
        let now = 0;
        for (const { idle, weight } of list) {
          now += idle;
          const wait = limit.waitMs(weight, now);
          if (wait > 0) expect(inWindow(now + wait - 1) + weight).toBeGreaterThan(requests);
          now += wait;
          limit.take(weight, now);
          taken.push({ at: now, weight });
          expect(inWindow(now)).toBeLessThanOrEqual(requests);
        }
      }),
    );
  });
});

describe('H6: a fixed window', () => {
  test('begins with the first request, and the next with the first after its end', () => {
    const limit = new FixedWindowLimit({ requests: 2, perMs: 1000 });
    expect(takeEach(limit, [1, 1, 1], 500)).toEqual([500, 500, 1500]);
    expect(takeEach(limit, [1, 1], 2499)).toEqual([2499, 2500]);
    expect(takeEach(limit, [1, 1, 1], 9000)).toEqual([9000, 9000, 10_000]);
  });

  test('begins where the API begins it', () => {
    const midnight = Date.parse('2026-03-01T00:00:00-08:00');
    const limit = new FixedWindowLimit({ requests: 2, perMs: 86_400_000, startsAt: '2026-01-01T00:00:00-08:00' });
    const noon = midnight + 43_200_000;
    expect(takeEach(limit, [1, 1, 1, 1, 1], noon).map((at) => at - midnight)).toEqual([
      43_200_000, 43_200_000, 86_400_000, 86_400_000, 172_800_000,
    ]);
  });

  test('counts weights', () => {
    const limit = new FixedWindowLimit({ requests: 10, perMs: 1000 });
    expect(takeEach(limit, [6, 4, 1, 5, 10])).toEqual([0, 0, 1000, 1000, 2000]);
  });

  test('tells how long a queue has to wait', () => {
    const limit = new FixedWindowLimit({ requests: 2, perMs: 1000 });
    limit.take(1, 0);
    expect([1, 2, 3, 4, 5].map((ahead) => limit.waitMs(ahead, 400))).toEqual([0, 600, 600, 1600, 1600]);
  });

  test('no window has more than its requests', () => {
    const steps = fc.array(fc.record({ idle: fc.nat(1500), weight: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 12 }), fc.boolean(), steps, (requests, isAligned, list) => {
        const startsAt = '1970-01-01T00:00:00.250Z';
        const limit = new FixedWindowLimit({ requests, perMs: 1000, ...(isAligned ? { startsAt } : {}) });
        const windows = new Map<number, number>();
        let now = 0;
        let start = Number.NEGATIVE_INFINITY;
        for (const { idle, weight } of list) {
          now += idle;
          const wait = limit.waitMs(weight, now);
          expect(wait).toBeLessThanOrEqual(1000);
          now += wait;
          limit.take(weight, now);
          if (isAligned) start = Math.floor((now - 250) / 1000);
          else if (now >= start + 1000) start = now;
          windows.set(start, (windows.get(start) ?? 0) + weight);
        }
        for (const used of windows.values()) expect(used).toBeLessThanOrEqual(requests);
      }),
    );
  });
});

describe('H6: any window', () => {
  test.each([
    ['moving', new MovingWindowLimit({ requests: 5, perMs: 1000 })],
    ['fixed', new FixedWindowLimit({ requests: 5, perMs: 1000 })],
  ])('a %s one that is closed lets nothing through until then', (_, limit) => {
    limit.close(700);
    limit.close(300);
    expect([0, 699, 700].map((now) => limit.waitMs(1, now))).toEqual([700, 1, 0]);
  });

  test.each([
    ['moving', MovingWindowLimit],
    ['fixed', FixedWindowLimit],
  ])('a %s one is named after what it allows, unless it has a name', (_, Limit) => {
    expect(new Limit({ requests: 100, perMs: 60_000 }).name).toBe('100 requests per 60 s');
    expect(new Limit({ requests: 1, perMs: 86_400_000, name: 'daily quota' }).name).toBe('daily quota');
  });

  test.each([
    ['MovingWindowLimit', () => new MovingWindowLimit({ requests: 0, perMs: 1 }), 'got 0 and 1'],
    ['FixedWindowLimit', () => new FixedWindowLimit({ requests: 1, perMs: -1 }), 'got 1 and -1'],
  ])('F: %s with room for nothing', (name, make, end) => {
    expect(thrownBy(make).message).toBe(`${name}: requests and perMs must be above 0, ${end}`);
  });

  test('F: a start that is no moment', () => {
    const make = (): unknown => new FixedWindowLimit({ requests: 1, perMs: 1, startsAt: 'midnight' });
    expect(thrownBy(make).message).toBe(
      'FixedWindowLimit: startsAt must be a moment such as "2026-01-01T00:00:00Z", got "midnight"',
    );
  });

  test.each([
    [6, 'Rate limit "5 requests per 1 s": GET /orders weighs 6, more than it ever lets through'],
    [-1, 'Rate limit "5 requests per 1 s": GET /orders weighs -1, which is no weight'],
    [Number.NaN, 'Rate limit "5 requests per 1 s": GET /orders weighs NaN, which is no weight'],
  ])('F: a request that weighs %d', (weight, message) => {
    const limit = new MovingWindowLimit({ requests: 5, perMs: 1000, weight: () => weight });
    const url = new URL('https://api.example.com/orders');
    const request = { method: 'GET', url, path: '/orders', headers: {}, body: undefined } as const;
    expect(thrownBy(() => limit.weightOf(request)).message).toBe(message);
  });
});

describe('H6: a clock that is set back', () => {
  const HOUR = 3_600_000;

  test.each<[string, RateLimit]>([
    ['a moving window', new MovingWindowLimit({ requests: 2, perMs: 60_000 })],
    ['a fixed window', new FixedWindowLimit({ requests: 2, perMs: 60_000 })],
  ])('does not make %s longer', (_, limit) => {
    const now = 10 * HOUR;
    takeEach(limit, [1, 1], now);
    expect(limit.waitMs(1, now + 20_000)).toBe(40_000);
    expect(limit.waitMs(1, now + 20_000 - HOUR)).toBe(40_000);
    expect(limit.waitMs(1, now + 50_000 - HOUR)).toBe(10_000);
  });

  test('makes no room in a window of the API, which stays where it is', () => {
    const limit = new FixedWindowLimit({ requests: 2, perMs: HOUR, startsAt: '1970-01-01T00:00:00Z' });
    takeEach(limit, [1, 1], 10.5 * HOUR);
    expect(limit.waitMs(1, 10.5 * HOUR - 5)).toBe(0.5 * HOUR + 5);
    expect(limit.waitMs(1, 10.75 * HOUR)).toBe(0.25 * HOUR);
  });

  test('does not close a limit for longer', () => {
    const limit = new MovingWindowLimit({ requests: 2, perMs: 1000 });
    expect(limit.waitMs(1, HOUR)).toBe(0);
    limit.close(HOUR + 30_000);
    expect(limit.waitMs(1, 0)).toBe(30_000);
  });
});
