import type { RateLimitHeader } from './fault.ts';

/**
 * The header that tells a client to come back in `seconds`. Forms that name a time of whole seconds are rounded up, so
 * that they never ask for less.
 * @param now milliseconds since the Unix epoch
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function rateLimitHeaders(header: RateLimitHeader, seconds: number, now: number): Record<string, string> {
  const reset = now + seconds * 1000;
  const resetSecond = Math.ceil(reset / 1000);
  switch (header) {
    case 'retry-after-seconds':
      return { 'retry-after': String(seconds) };
    case 'retry-after-date':
      return { 'retry-after': new Date(resetSecond * 1000).toUTCString() };
    case 'ratelimit-reset':
      return { 'ratelimit-reset': String(seconds) };
    case 'x-ratelimit-reset-seconds':
      return { 'x-ratelimit-reset': String(seconds) };
    case 'x-ratelimit-reset-epoch':
      return { 'x-ratelimit-reset': String(resetSecond) };
    case 'x-ratelimit-reset-epoch-ms':
      return { 'x-ratelimit-reset': String(Math.ceil(reset)) };
    case 'none':
      return {};
  }
}
