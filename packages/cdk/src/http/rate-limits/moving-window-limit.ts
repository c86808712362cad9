import { describeWindow, RateLimit, type WindowOptions } from './rate-limit.ts';

/**
 * Lets so many requests through in any window of that length, wherever it begins: no burst at the turn of a minute.
 *
 * @example new MovingWindowLimit({ requests: 100, perMs: 60_000 })
 */
export class MovingWindowLimit extends RateLimit {
  readonly capacity: number;
  readonly perMs: number;
  /** What was let through, oldest first; those before `#first` count no more. */
  readonly #taken: { at: number; readonly weight: number }[] = [];
  #first = 0;
  #used = 0;

  /** @throws ConnectorError when `requests` or `perMs` is not above 0. */
  constructor(options: WindowOptions) {
    super(options, describeWindow('MovingWindowLimit', options));
    this.capacity = options.requests;
    this.perMs = options.perMs;
  }

  protected roomAfterMs(weight: number, now: number): number {
    this.#forget(now);
    // What exceeds a window has to wait for whole windows besides.
    const windows = Math.max(0, Math.ceil(weight / this.capacity) - 1);
    let missing = this.#used + weight - (windows + 1) * this.capacity;
    let room = now;
    for (let index = this.#first; missing > 0 && index < this.#taken.length; index++) {
      const { at, weight: freed } = this.#taken[index]!;
      missing -= freed;
      room = at + this.perMs;
    }
    return room - now + windows * this.perMs;
  }

  take(weight: number, now: number): void {
    this.#taken.push({ at: now, weight });
    this.#used += weight;
  }

  protected override setBack(ms: number): void {
    for (const taken of this.#taken) taken.at -= ms;
  }

  #forget(now: number): void {
    for (; this.#first < this.#taken.length; this.#first++) {
      const { at, weight } = this.#taken[this.#first]!;
      if (at + this.perMs > now) break;
      this.#used -= weight;
    }
    // Not one by one: to take the first off a long list moves all that follow.
    if (this.#first * 2 < this.#taken.length) return;
    this.#taken.splice(0, this.#first);
    this.#first = 0;
    if (this.#taken.length === 0) this.#used = 0;
  }
}
