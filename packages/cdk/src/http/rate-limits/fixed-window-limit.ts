import { ConnectorError } from '../../errors/connector-error.ts';
import { describeWindow, RateLimit, type WindowOptions } from './rate-limit.ts';

export interface FixedWindowOptions extends WindowOptions {
  /**
   * A moment at which the API starts a window, as ISO 8601 with its offset; the others lie whole windows before and after:
   * `2026-01-01T00:00:00Z` with a window of a day starts each at midnight UTC.
   * @default the first request starts a window, and the first after its end the next
   */
  readonly startsAt?: string;
}

/**
 * Lets so many requests through in each window, and counts anew when the next begins: a quota of a day, or of a minute of the clock.
 *
 * @example new FixedWindowLimit({ requests: 10_000, perMs: 86_400_000, startsAt: '2026-01-01T00:00:00Z', name: 'daily quota' })
 */
export class FixedWindowLimit extends RateLimit {
  readonly capacity: number;
  readonly perMs: number;
  readonly #anchor: number | undefined;
  #start = Number.NEGATIVE_INFINITY;
  #used = 0;

  /** @throws ConnectorError when `requests` or `perMs` is not above 0, or `startsAt` is no moment. */
  constructor(options: FixedWindowOptions) {
    super(options, describeWindow('FixedWindowLimit', options));
    this.capacity = options.requests;
    this.perMs = options.perMs;
    this.#anchor = options.startsAt === undefined ? undefined : Date.parse(options.startsAt);
    if (Number.isNaN(this.#anchor)) {
      throw new ConnectorError(
        `FixedWindowLimit: startsAt must be a moment such as "2026-01-01T00:00:00Z", got ${JSON.stringify(options.startsAt)}`,
      );
    }
  }

  protected roomAfterMs(weight: number, now: number): number {
    const start = this.#startAt(now);
    const left = this.capacity - (start === this.#start ? this.#used : 0);
    const windows = Math.ceil(Math.max(0, weight - left) / this.capacity);
    return windows === 0 ? 0 : start + windows * this.perMs - now;
  }

  take(weight: number, now: number): void {
    const start = this.#startAt(now);
    if (start !== this.#start) this.#used = 0;
    this.#start = start;
    this.#used += weight;
  }

  protected override setBack(ms: number): void {
    // Windows of the API's own stay where they are.
    if (this.#anchor === undefined) this.#start -= ms;
  }

  /** When the window began, or would begin, that a request counts in which is sent now. */
  #startAt(now: number): number {
    if (this.#anchor !== undefined) return this.#anchor + Math.floor((now - this.#anchor) / this.perMs) * this.perMs;
    return now < this.#start + this.perMs ? this.#start : now;
  }
}
