import type { Moment } from './moment.ts';

/** All moments from `start` on that are before `end`. */
export interface Interval {
  readonly start: Moment;
  readonly end: Moment;
}

/**
 * The stretches of time that have been read, in ascending order. Intervals that overlap or touch are one. A set never
 * changes: `add` gives a new one.
 */
export class IntervalSet implements Iterable<Interval> {
  readonly #intervals: readonly Interval[];

  /** @param intervals In any order; they may overlap. An empty one is left out. */
  constructor(intervals: Iterable<Interval> = []) {
    this.#intervals = merge(intervals);
  }

  [Symbol.iterator](): Iterator<Interval> {
    return this.#intervals[Symbol.iterator]();
  }

  /** The end of the last interval; `undefined` for an empty set. */
  get end(): Moment | undefined {
    return this.#intervals.at(-1)?.end;
  }

  add(interval: Interval): IntervalSet {
    return interval.start < interval.end ? new IntervalSet([...this.#intervals, interval]) : this;
  }

  /** The part of this set that is before `end`. */
  until(end: Moment): IntervalSet {
    if (this.end === undefined || this.end <= end) return this;
    return new IntervalSet(this.#intervals.map((interval) => ({ ...interval, end: Math.min(interval.end, end) })));
  }

  /** What of the time from `from` on and before `to` is not in this set, in ascending order. */
  gaps(from: Moment, to: Moment): Interval[] {
    const gaps: Interval[] = [];
    let at = from;
    for (const { start, end } of this.#intervals) {
      if (start >= to) break;
      if (start > at) gaps.push({ start: at, end: start });
      at = Math.max(at, end);
    }
    if (at < to) gaps.push({ start: at, end: to });
    return gaps;
  }

  /** Up to where everything from `from` on has been read; `undefined` when there is no interval that reaches `from`. */
  contiguousEnd(from: Moment): Moment | undefined {
    return this.#intervals.find(({ start, end }) => start <= from && from <= end)?.end;
  }
}

function merge(intervals: Iterable<Interval>): Interval[] {
  const merged: Interval[] = [];
  for (const interval of [...intervals].sort((a, b) => a.start - b.start)) {
    if (interval.start >= interval.end) continue;
    const last = merged.at(-1);
    if (last === undefined || interval.start > last.end) merged.push(interval);
    else if (interval.end > last.end) merged[merged.length - 1] = { start: last.start, end: interval.end };
  }
  return merged;
}
