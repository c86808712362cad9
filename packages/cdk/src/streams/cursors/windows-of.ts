import { addDuration, type Duration } from './duration.ts';
import type { Interval, IntervalSet } from './interval-set.ts';
import { lastBefore, type Moment, roundDown } from './moment.ts';

export interface WindowsOfOptions {
  /** What has been read before. It may have gaps, and may reach beyond `start` and `end`. */
  readonly done: IntervalSet;
  /** The first moment to read. */
  readonly start: Moment;
  /** The last moment to read, usually the present. */
  readonly end: Moment;
  /** The longest window, not shorter than the granularity. Without it each gap is one window. */
  readonly step?: Duration | undefined;
  /** How far before the end of what has been read the new reading starts. */
  readonly lookback?: Duration | undefined;
  /**
   * The distance in microseconds from one moment that a record can have to the next. With it no moment is in two windows;
   * without it a window ends where the next one starts.
   */
  readonly granularity?: number | undefined;
}

/**
 * The windows that are still to be read, in ascending order, both bounds included. They are made as they are asked for.
 *
 * - The gaps between done intervals are asked for again.
 * - New reading starts at the end of the last done interval, less the lookback, but never before `start`. That end itself
 *   is always asked for again: when it was read it may have been the present.
 * - Steps are counted from where a gap starts, so that months do not drift.
 * - With a granularity, windows start at whole multiples of it, the first too, so that no record falls between two of them.
 */
export function* windowsOf({
  done,
  start,
  end,
  step,
  lookback,
  granularity = 0,
}: WindowsOfOptions): Generator<Interval, void> {
  for (const gap of withoutLookback(done, lookback).gaps(roundDown(start, granularity), end)) {
    const first = roundDown(gap.start, granularity);
    let from = first;
    for (let steps = 1; ; steps++) {
      const next = step === undefined ? Infinity : roundDown(addDuration(first, step, steps), granularity);
      yield { start: from, end: Math.min(lastBefore(next, granularity), gap.end) };
      from = next;
      if (granularity === 0 ? from >= gap.end : from > gap.end) break;
    }
  }
}

/** What has been read, less the lookback at its end. */
export function withoutLookback(done: IntervalSet, lookback: Duration | undefined): IntervalSet {
  if (done.end === undefined || lookback === undefined) return done;
  return done.until(addDuration(done.end, lookback, -1));
}
