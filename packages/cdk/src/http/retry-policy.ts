import type { BackoffStrategy } from './backoff/backoff-strategy.ts';

/** When a request that failed is sent again. */
export interface RetryPolicy {
  /** Further tries after the first. @default 5 */
  readonly maxRetries: number;
  /** The wait before the first retry, in milliseconds; each further one doubles, give or take a half. @default 1000 */
  readonly baseDelayMs: number;
  /**
   * How long to wait, for APIs that say it in a way of their own or want another rhythm. Of several strategies, the first that has
   * something to say is followed. What an API asks for goes before what is reckoned: a strategy that reads the response,
   * then `Retry-After` and the headers like it, then the others.
   * @default new ExponentialBackoff({ baseDelayMs })
   */
  readonly backoff?: BackoffStrategy | readonly BackoffStrategy[];
  /** The longest single wait, in milliseconds. A longer one that the API asks for fails the request. @default 600_000 */
  readonly maxWaitMs: number;
  /**
   * The longest time for all tries together, in milliseconds, without the waits for the client's own rate limits.
   * @default 600_000, or `maxWaitMs` where that is longer
   */
  readonly maxTotalMs: number;
}

/** A whole policy from the parts that were given. */
export function retryPolicy({
  maxRetries = 5,
  baseDelayMs = 1000,
  maxWaitMs = 600_000,
  maxTotalMs = Math.max(600_000, maxWaitMs),
  backoff = [],
}: Partial<RetryPolicy> = {}): RetryPolicy {
  return { maxRetries, baseDelayMs, maxWaitMs, maxTotalMs, backoff };
}
