import type { BackoffContext, BackoffStrategy, Wait } from './backoff-strategy.ts';

export interface ConstantBackoffOptions {
  /** The wait before every retry, in milliseconds. */
  readonly delayMs: number;
  /** How far chance moves each wait, as a part of it: 0.1 gives from nine to eleven tenths of it. @default 0 */
  readonly jitter?: number;
}

/**
 * Waits the same time before every retry.
 *
 * @example new ConstantBackoff({ delayMs: 5000 })
 */
export class ConstantBackoff implements BackoffStrategy {
  readonly #delayMs: number;
  readonly #jitter: number;

  constructor({ delayMs, jitter = 0 }: ConstantBackoffOptions) {
    this.#delayMs = delayMs;
    this.#jitter = jitter;
  }

  wait({ random }: Pick<BackoffContext, 'random'>): Wait {
    return { ms: Math.round(this.#delayMs * (1 - this.#jitter + 2 * this.#jitter * random)) };
  }
}
