/** Numbers from here on are no durations any more, but seconds since the epoch (2001). */
const FIRST_EPOCH_SECOND = 1e9;
/** … and from here on milliseconds since the epoch. */
const FIRST_EPOCH_MILLISECOND = 1e12;

export interface RetryAfter {
  /** Milliseconds from now, more than 0. */
  readonly waitMs: number;
  /** The header that said so, for messages. */
  readonly header: string;
}

/**
 * How long the API asks to wait, from its response headers: `Retry-After` (seconds or an HTTP date) first; for a used-up quota
 * also `RateLimit-Reset` and `X-RateLimit-Reset` (seconds from now, or seconds or milliseconds since the epoch). Times
 * that are past and values that are neither say nothing.
 *
 * @param header Gives a header's value by its lower-case name.
 * @param now Milliseconds since the epoch.
 * @see RFC 9110, section 10.2.3, for Retry-After
 */
export function retryAfter(
  header: (name: string) => string | undefined,
  now: number,
  isRateLimited: boolean,
): RetryAfter | undefined {
  const names = isRateLimited ? ['Retry-After', 'RateLimit-Reset', 'X-RateLimit-Reset'] : ['Retry-After'];
  for (const name of names) {
    const waitMs = waitOf(header(name.toLowerCase())?.trim(), now);
    if (waitMs !== undefined && waitMs > 0) return { waitMs, header: name };
  }
  return undefined;
}

function waitOf(value: string | undefined, now: number): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) {
    const number = Number(value);
    if (number >= FIRST_EPOCH_MILLISECOND) return number - now;
    return number >= FIRST_EPOCH_SECOND ? number * 1000 - now : Math.ceil(number * 1000);
  }
  // An HTTP date starts with the name of a day; Date.parse alone would take almost anything.
  const date = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : date - now;
}
