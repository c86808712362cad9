import { addDuration, type Duration } from './duration.ts';
import type { Interval, IntervalSet } from './interval-set.ts';
import type { Moment } from './moment.ts';
import { withoutLookback } from './windows-of.ts';

export interface WindowClaimsOptions {
  /** What had been read before this run, as its state says. */
  readonly done: IntervalSet;
  /** The first moment to read. */
  readonly start: Moment;
  readonly lookback?: Duration | undefined;
}

const NO_TIME: Duration = { months: 0, microseconds: 0 };

/**
 * Keeps what has been read while the windows of `windowsOf` are read in any order, and knows what of it a STATE may claim.
 *
 * The next run looks back from the end of the claim. So a claim beyond the end of the state waits until this run has read
 * its own lookback: else a run that breaks off in between would lose what came late.
 */
export class WindowClaims {
  /** The end of the state, and where the lookback before it starts; none when there is no state. */
  readonly #stateEnd: Moment | undefined;
  readonly #lookbackStart: Moment;
  /** The state, and of the windows since what is not after its end. */
  #old: IntervalSet;
  /** The state without its lookback, and all windows since. */
  #read: IntervalSet;

  constructor({ done, start, lookback = NO_TIME }: WindowClaimsOptions) {
    this.#stateEnd = done.end;
    this.#old = done;
    this.#read = withoutLookback(done, lookback);
    this.#lookbackStart = Math.max(start, addDuration(done.end ?? start, lookback, -1));
  }

  /** Takes note of a window whose records have all gone out. */
  finish(window: Interval): void {
    this.#read = this.#read.add(window);
    const end = this.#stateEnd;
    if (end !== undefined) this.#old = this.#old.add({ start: window.start, end: Math.min(window.end, end) });
  }

  /** What a STATE may claim to have been read. It never shrinks. */
  get done(): IntervalSet {
    if (this.#stateEnd === undefined) return this.#read;
    const lookedBackTo = this.#read.contiguousEnd(this.#lookbackStart) ?? -Infinity;
    return lookedBackTo >= this.#stateEnd ? this.#read : this.#old;
  }
}
