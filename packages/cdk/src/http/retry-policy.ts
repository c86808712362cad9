/** When a request that failed is sent again. */
export interface RetryPolicy {
  /** Further tries after the first. @default 5 */
  readonly maxRetries: number;
  /** The wait before the first retry, in milliseconds; each further one doubles, give or take a half. @default 1000 */
  readonly baseDelayMs: number;
  /** The longest single wait, in milliseconds. A longer one that the API asks for fails the request. @default 600_000 */
  readonly maxWaitMs: number;
  /** The longest time for all tries together, in milliseconds. @default 600_000, or `maxWaitMs` where that is longer */
  readonly maxTotalMs: number;
}

/** A whole policy from the parts that were given. */
export function retryPolicy({
  maxRetries = 5,
  baseDelayMs = 1000,
  maxWaitMs = 600_000,
  maxTotalMs,
}: Partial<RetryPolicy> = {}): RetryPolicy {
  return { maxRetries, baseDelayMs, maxWaitMs, maxTotalMs: maxTotalMs ?? Math.max(600_000, maxWaitMs) };
}

/**
 * The wait in milliseconds before the given retry (1 is the first): exponential, with jitter from a half to one and a half so
 * that many clients do not come back at once.
 *
 * @param random A number from 0 up to 1.
 */
export function backoffMs(policy: RetryPolicy, retry: number, random: number): number {
  return Math.round(policy.baseDelayMs * 2 ** (retry - 1) * (0.5 + random));
}
