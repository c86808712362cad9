import { parseMoment } from './parse-moment.ts';
import { parseRateLimitField } from './rate-limit-field.ts';

export interface RetryAfter {
  /** Milliseconds from now, more than 0. */
  readonly waitMs: number;
  /** The header that said so, for messages. */
  readonly header: string;
}

/** Gives a response header's value by its lower-case name. */
type HeaderOf = (name: string) => string | undefined;

/** Milliseconds from now that a header asks for; `undefined` when it says nothing. */
type ReadWait = (value: string, now: number, date: string | undefined) => number | undefined;

const untilMoment: ReadWait = (value, now, date) => {
  const moment = parseMoment(value, now, date);
  return moment === undefined ? undefined : moment - now;
};

const milliseconds: ReadWait = (value) => (/^\d+(?:\.\d+)?$/.test(value) ? Math.ceil(Number(value)) : undefined);

/** Of several quotas, those that are used up count; the last of them to return ends the wait. */
const usedUpQuota: ReadWait = (value) => {
  const resets = parseRateLimitField(value)
    .filter(({ remaining = 0 }) => remaining === 0)
    .map(({ resetSeconds = 0 }) => resetSeconds * 1000);
  return resets.length === 0 ? undefined : Math.max(...resets);
};

const ALWAYS: readonly (readonly [header: string, read: ReadWait])[] = [
  ['Retry-After-Ms', milliseconds],
  ['Retry-After', untilMoment],
];

const RATE_LIMITED: typeof ALWAYS = [
  ...ALWAYS,
  ['RateLimit-Reset', untilMoment],
  ['RateLimit', usedUpQuota],
  ['X-RateLimit-Reset', untilMoment],
  ['X-Rate-Limit-Reset', untilMoment],
];

/**
 * How long the API asks to wait, from its response headers: `Retry-After` (seconds or an HTTP date) and `Retry-After-Ms`; for a
 * used-up quota also `RateLimit-Reset`, `RateLimit`, `X-RateLimit-Reset` and `X-Rate-Limit-Reset` (seconds from now, or
 * seconds or milliseconds since the epoch). The first that says something counts. Times that are past and values that
 * are none of these say nothing. A clock of the API that differs from `now`, by its `Date`, is allowed for.
 *
 * @param now Milliseconds since the epoch.
 * @see RFC 9110, section 10.2.3, for Retry-After
 */
export function retryAfter(header: HeaderOf, now: number, isRateLimited: boolean): RetryAfter | undefined {
  for (const [name, read] of isRateLimited ? RATE_LIMITED : ALWAYS) {
    const value = header(name.toLowerCase())?.trim();
    const waitMs = value === undefined ? undefined : read(value, now, header('date'));
    if (waitMs !== undefined && waitMs > 0) return { waitMs, header: name };
  }
  return undefined;
}
