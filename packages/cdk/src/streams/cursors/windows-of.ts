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
  /** The distance in microseconds from one moment that a record can have to the next. */
  readonly granularity?: number | undefined;
}

/** A part of the time that is read at once. */
export interface Window extends Interval {
  /**
   * The last moment to ask the API for. With a granularity it is the one before `end`, so that no record is in two windows.
   * Without one, and at the end of all, it is `end` itself.
   */
  readonly last: Moment;
}

/**
 * The windows that are still to be read, in ascending order. They are made as they are asked for.
 *
 * - The gaps between done intervals are asked for again.
 * - New reading starts at the end of the last done interval, less the lookback, but never before `start`.
 * - The last window asks for `end` too, but does not hold it: if `end` is the present, more may come at this very moment.
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
}: WindowsOfOptions): Generator<Window, void> {
  const afterEnd = end + 1;
  for (const gap of withoutLookback(done, lookback).gaps(roundDown(start, granularity), afterEnd)) {
    const first = roundDown(gap.start, granularity);
    let from = first;
    for (let steps = 1; ; steps++) {
      const next = step === undefined ? Infinity : roundDown(addDuration(first, step, steps), granularity);
      const to = Math.min(next, gap.end);
      yield { start: from, end: Math.min(to, end), last: Math.min(lastBefore(to, granularity), end) };
      // Without a granularity the last window has asked for its end.
      if (next >= (granularity === 0 ? Math.min(gap.end, end) : gap.end)) break;
      from = next;
    }
  }
}

/** What has been read, less the lookback at its end. */
export function withoutLookback(done: IntervalSet, lookback: Duration | undefined): IntervalSet {
  if (done.end === undefined || lookback === undefined) return done;
  return done.until(addDuration(done.end, lookback, -1));
}
