import type { Clock } from '../../streams/clock.ts';
import { untilAborted } from '../../streams/until-aborted.ts';
import type { RateLimit } from './rate-limit.ts';

/** What a request takes of one limit. */
export interface Claim {
  readonly limit: RateLimit;
  readonly weight: number;
}

/** A request that waits for its limits to have room. */
export class Waiter {
  readonly claims: readonly Claim[];
  /** How long it still has to wait, as far as can be told: milliseconds, or Infinity for until the next response. */
  waitMs = 0;
  /** The limit that it waits for. */
  limit: RateLimit | undefined;
  #isAdmitted = false;
  readonly #wake = new AbortController();

  constructor(claims: readonly Claim[]) {
    this.claims = claims;
  }

  get isAdmitted(): boolean {
    return this.#isAdmitted;
  }

  admit(): void {
    this.#isAdmitted = true;
    this.#wake.abort();
  }

  /** Resolves after the wait, or as soon as it is admitted. @throws the signal's reason when it is aborted. */
  async sleep(clock: Clock, signal: AbortSignal): Promise<void> {
    const wakeOrStop = AbortSignal.any([signal, this.#wake.signal]);
    try {
      if (Number.isFinite(this.waitMs)) await clock.sleep(this.waitMs, wakeOrStop);
      else if (this.limit !== undefined) await untilAborted(this.limit.settled, wakeOrStop);
    } catch (error) {
      if (!this.#isAdmitted) throw error;
    }
  }
}
