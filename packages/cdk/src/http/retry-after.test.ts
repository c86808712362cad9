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
    ['an ISO date, which is no HTTP date', '2026-01-01T00:02:00Z'],
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
});
