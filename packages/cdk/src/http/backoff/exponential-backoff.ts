import type { BackoffContext, BackoffStrategy, Wait } from './backoff-strategy.ts';

export interface ExponentialBackoffOptions {
  /** The wait before the first retry, in milliseconds. @default 1000 */
  readonly baseDelayMs?: number;
  /** By how much each further wait is longer than the one before. @default 2 */
  readonly factor?: number;
  /** The longest wait, in milliseconds. @default the `maxWaitMs` of the retry policy */
  readonly maxDelayMs?: number;
  /**
   * How far chance moves each wait, as a part of it, so that many clients do not come back at once: 0.5 gives from a half
   * to one and a half of it.
   * @default 0.5
   */
  readonly jitter?: number;
}

/**
 * Waits longer each time: 1 s, 2 s, 4 s …, give or take a half. What the client does unless it is told otherwise.
 *
 * @example new ExponentialBackoff({ baseDelayMs: 500, factor: 3 })
 */
export class ExponentialBackoff implements BackoffStrategy {
  readonly #options: Required<ExponentialBackoffOptions>;

  constructor({
    baseDelayMs = 1000,
    factor = 2,
    maxDelayMs = Number.POSITIVE_INFINITY,
    jitter = 0.5,
  }: ExponentialBackoffOptions = {}) {
    this.#options = { baseDelayMs, factor, maxDelayMs, jitter };
  }

  wait({ retry, random }: Pick<BackoffContext, 'retry' | 'random'>): Wait {
    const { baseDelayMs, factor, maxDelayMs, jitter } = this.#options;
    const middle = baseDelayMs * factor ** (retry - 1);
    return { ms: Math.min(Math.round(middle * (1 - jitter + 2 * jitter * random)), maxDelayMs) };
  }
}
