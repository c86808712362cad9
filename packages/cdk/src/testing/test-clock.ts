import type { Clock } from '../streams/clock.ts';

/** A clock that does not wait: every sleep moves its time on at once, and is kept in `waits`. */
export class TestClock implements Clock {
  /** The length of every sleep so far, in milliseconds. */
  readonly waits: number[] = [];
  #now: number;

  /** @param start An ISO 8601 datetime, or milliseconds since the epoch. @default '2026-01-01T00:00:00Z' */
  constructor(start: string | number = '2026-01-01T00:00:00Z') {
    this.#now = typeof start === 'number' ? start : Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.waits.push(ms);
    this.#now += ms;
  }

  /** Always the middle, so that backoff is exact: 1 s, 2 s, 4 s … */
  random(): number {
    return 0.5;
  }
}
