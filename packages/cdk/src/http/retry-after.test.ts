import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryAfter } from './retry-after.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const EPOCH_SECOND = NOW / 1000;

function asked(headers: Readonly<Record<string, string>>, isRateLimited = true): unknown {
  return retryAfter((name) => headers[name], NOW, isRateLimited);
}

describe('H2: how long the API asks to wait', () => {
  test.each([
    ['whole seconds', '7', 7000],
    ['a fraction of a second, rounded up to milliseconds', '0.0015', 2],
    ['blanks around the number', ' 7 ', 7000],
    ['an HTTP date', 'Thu, 01 Jan 2026 00:02:00 GMT', 120_000],
    ['an HTTP date in the form of RFC 850', 'Thursday, 01-Jan-26 00:02:00 GMT', 120_000],
    ['seconds since the epoch', String(EPOCH_SECOND + 30), 30_000],
    ['milliseconds since the epoch', String(NOW + 1234), 1234],
    ['an ISO date with its offset', '2026-01-01T00:02:00Z', 120_000],
    ['the longest duration that is no epoch', '999999999', 999_999_999_000],
  ])('Retry-After as %s', (_, value, waitMs) => {
    expect(asked({ 'retry-after': value })).toEqual({ waitMs, header: 'Retry-After' });
  });

  test.each([
    ['nothing', ''],
    ['zero', '0'],
    ['a negative number', '-5'],
    ['a word', 'soon'],
    ['a word that begins like a date', 'Sat, whenever'],
    ['an ISO date without an offset', '2026-01-01T00:02:00'],
    ['a number with a unit', '7s'],
    ['hex', '0x10'],
    ['a date in the past', 'Wed, 31 Dec 2025 23:59:00 GMT'],
    ['this very moment', 'Thu, 01 Jan 2026 00:00:00 GMT'],
    ['an epoch second in the past', String(EPOCH_SECOND - 1)],
    ['an epoch millisecond in the past', String(NOW - 1)],
  ])('%s says nothing: %j', (_, value) => {
    expect(asked({ 'retry-after': value })).toBeUndefined();
  });

  test('without a header nothing is asked', () => {
    expect(asked({})).toBeUndefined();
  });

  test.each([
    ['ratelimit-reset', 'RateLimit-Reset', '15', 15_000],
    ['x-ratelimit-reset', 'X-RateLimit-Reset', '15', 15_000],
    ['x-ratelimit-reset', 'X-RateLimit-Reset', String(EPOCH_SECOND + 15), 15_000],
    ['x-ratelimit-reset', 'X-RateLimit-Reset', String(NOW + 15), 15],
    ['x-rate-limit-reset', 'X-Rate-Limit-Reset', String(EPOCH_SECOND + 15), 15_000],
    ['ratelimit', 'RateLimit', '"default";r=0;t=15', 15_000],
    ['ratelimit', 'RateLimit', 'limit=10, remaining=0, reset=15', 15_000],
  ])('%s counts for a used-up quota only (%s: %s)', (name, header, value, waitMs) => {
    expect(asked({ [name]: value })).toEqual({ waitMs, header });
    expect(asked({ [name]: value }, false)).toBeUndefined();
  });

  test('Retry-After counts for every status that is retried', () => {
    expect(asked({ 'retry-after': '3' }, false)).toEqual({ waitMs: 3000, header: 'Retry-After' });
  });

  test('Retry-After goes before RateLimit-Reset, and that before X-RateLimit-Reset', () => {
    const all = { 'x-ratelimit-reset': '3', 'ratelimit-reset': '2', 'retry-after': '1' };
    expect(asked(all)).toEqual({ waitMs: 1000, header: 'Retry-After' });
    expect(asked({ ...all, 'retry-after': '' })).toEqual({ waitMs: 2000, header: 'RateLimit-Reset' });
  });

  test('a header that says nothing leaves the word to the next', () => {
    expect(asked({ 'retry-after': 'junk', 'ratelimit-reset': '0', 'x-ratelimit-reset': '9' })).toEqual({
      waitMs: 9000,
      header: 'X-RateLimit-Reset',
    });
  });

  test('Retry-After-Ms counts milliseconds, and goes before Retry-After', () => {
    expect(asked({ 'retry-after-ms': '1500', 'retry-after': '2' }, false)).toEqual({
      waitMs: 1500,
      header: 'Retry-After-Ms',
    });
    expect(asked({ 'retry-after-ms': 'soon', 'retry-after': '2' })).toEqual({ waitMs: 2000, header: 'Retry-After' });
  });

  test.each([
    ['the last of those that are used up', '"burst";r=0;t=3, "minute";r=0;t=40, "daily";r=9;t=4000', 40_000],
    ['one that does not say what is left', '"default";t=12', 12_000],
  ])('of several quotas in RateLimit, %s', (_, value, waitMs) => {
    expect(asked({ ratelimit: value })).toEqual({ waitMs, header: 'RateLimit' });
  });

  test('a RateLimit without a quota that is used up says nothing', () => {
    expect(asked({ ratelimit: '"daily";r=9;t=4000' })).toBeUndefined();
  });

  test('whatever the headers hold, the wait is a finite number above 0, or there is none', () => {
    const names = ['retry-after', 'retry-after-ms', 'ratelimit-reset', 'ratelimit', 'x-ratelimit-reset'];
    const value = fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String), fc.float().map(String));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), fc.boolean(), (headers, isRateLimited) => {
        const wait = retryAfter((name) => headers[name], NOW, isRateLimited);
        expect(wait === undefined || (wait.waitMs > 0 && Number.isFinite(wait.waitMs))).toBe(true);
      }),
    );
  });

  test('the same wait in every form is the same wait', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (seconds) => {
        const at = NOW + seconds * 1000;
        const forms = [
          { 'retry-after': String(seconds) },
          { 'retry-after-ms': String(seconds * 1000) },
          { 'retry-after': new Date(at).toUTCString() },
          { 'x-ratelimit-reset': String(at / 1000) },
          { 'x-ratelimit-reset': String(at) },
          { ratelimit: `"default";r=0;t=${seconds}` },
        ];
        for (const headers of forms) expect(asked(headers)).toMatchObject({ waitMs: seconds * 1000 });
      }),
    );
  });
});
