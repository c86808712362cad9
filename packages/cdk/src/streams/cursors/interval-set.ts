import { lastBefore, type Moment, roundDown } from './moment.ts';

/** All moments from `start` to `end`, both included. */
export interface Interval {
  readonly start: Moment;
  readonly end: Moment;
}

/**
 * The stretches of time that have been read, in ascending order. Intervals that overlap are one, and so are intervals with
 * no moment between them. A set never changes: `add` gives a new one.
 */
export class IntervalSet implements Iterable<Interval> {
  readonly #intervals: readonly Interval[];
  readonly #granularity: number;

  /**
   * @param intervals In any order; they may overlap. One that holds no moment is left out.
   * @param granularity The distance in microseconds from one moment to the next: moments are its whole multiples. With a
   *   second, an interval that ends at 12:00:00 and one that starts at 12:00:01 are one. Without it they have to touch.
   */
  constructor(intervals: Iterable<Interval> = [], granularity = 0) {
    this.#intervals = merge(intervals, granularity);
    this.#granularity = granularity;
  }

  [Symbol.iterator](): Iterator<Interval> {
    return this.#intervals[Symbol.iterator]();
  }

  /** The end of the last interval; `undefined` for an empty set. */
  get end(): Moment | undefined {
    return this.#intervals.at(-1)?.end;
  }

  add(interval: Interval): IntervalSet {
    return new IntervalSet([...this.#intervals, interval], this.#granularity);
  }

  /** The part of this set that is not after `end`. */
  until(end: Moment): IntervalSet {
    const cut = this.#intervals.map((interval) => ({ start: interval.start, end: Math.min(interval.end, end) }));
    return new IntervalSet(cut, this.#granularity);
  }

  /**
   * What is to be read between `from` and `to`, in ascending order. A gap starts with the last moment of the interval before
   * it, and one follows the last interval even where that ends at `to`: when that moment was read it may have been the
   * present, so more may have come at it since. A gap ends with the last moment before the next interval.
   */
  gaps(from: Moment, to: Moment): Interval[] {
    const gaps: Interval[] = [];
    let at = from;
    for (const { start, end } of this.#intervals) {
      if (start > to) break;
      const before = lastBefore(start, this.#granularity);
      if (start > at && before >= at) gaps.push({ start: at, end: before });
      at = Math.max(at, end);
    }
    if (at <= to) gaps.push({ start: at, end: to });
    return gaps;
  }

  /** Up to where everything from `from` on has been read; `undefined` when `from` itself has not been. */
  contiguousEnd(from: Moment): Moment | undefined {
    return this.#intervals.find(({ start, end }) => start <= from && from <= end)?.end;
  }
}

function merge(intervals: Iterable<Interval>, granularity: number): Interval[] {
  const merged: Interval[] = [];
  for (const interval of [...intervals].sort((a, b) => a.start - b.start)) {
    if (interval.start > roundDown(interval.end, granularity)) continue;
    const last = merged.at(-1);
    if (last === undefined || interval.start > last.end + granularity) merged.push(interval);
    else if (interval.end > last.end) merged[merged.length - 1] = { start: last.start, end: interval.end };
  }
  return merged;
}
