import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Interval, IntervalSet } from './interval-set.ts';
import { WindowClaims } from './window-claims.ts';
import { windowsOf } from './windows-of.ts';

type Pair = readonly [start: number, end: number];

interface Setup {
  readonly done: readonly Pair[];
  readonly lookback?: number;
}

/** The claim before any window, and after each. */
function claims({ done, lookback }: Setup, windows: readonly Pair[]): Pair[][] {
  const claimed = new WindowClaims({
    done: new IntervalSet(intervalsOf(done)),
    start: 0,
    lookback: lookback === undefined ? undefined : { months: 0, microseconds: lookback },
  });
  const claim = (): Pair[] => [...claimed.done].map(({ start, end }) => [start, end]);
  return [
    claim(),
    ...windows.map(([start, end]) => {
      claimed.finish({ start, end });
      return claim();
    }),
  ];
}

const intervalsOf = (pairs: readonly Pair[]): Interval[] => pairs.map(([start, end]) => ({ start, end }));

describe('I1: what a STATE may claim while windows are read in any order', () => {
  test.each<[string, Setup, Pair[], Pair[][]]>([
    [
      'without a state, what was read',
      { done: [] },
      [
        [10, 20],
        [0, 10],
      ],
      [[], [[10, 20]], [[0, 20]]],
    ],
    [
      'without a lookback, that too',
      { done: [[0, 10]] },
      [
        [20, 30],
        [10, 20],
      ],
      [
        [[0, 10]],
        [
          [0, 10],
          [20, 30],
        ],
        [[0, 30]],
      ],
    ],
    [
      'with a lookback, nothing beyond the state before the lookback is read',
      { done: [[0, 10]], lookback: 5 },
      [
        [10, 20],
        [5, 7],
        [7, 10],
      ],
      [[[0, 10]], [[0, 10]], [[0, 10]], [[0, 20]]],
    ],
    [
      'a window across the end of the state ends the lookback',
      { done: [[0, 10]], lookback: 5 },
      [[5, 12]],
      [[[0, 10]], [[0, 12]]],
    ],
    [
      'gaps of the state are claimed at once: they move no lookback',
      {
        done: [
          [0, 2],
          [7, 10],
        ],
        lookback: 1,
      },
      [
        [2, 7],
        [9, 12],
      ],
      [
        [
          [0, 2],
          [7, 10],
        ],
        [[0, 10]],
        [[0, 12]],
      ],
    ],
    [
      'a lookback over a gap',
      {
        done: [
          [0, 2],
          [5, 10],
        ],
        lookback: 7,
      },
      [
        [8, 12],
        [2, 5],
        [5, 8],
      ],
      [
        [
          [0, 2],
          [5, 10],
        ],
        [
          [0, 2],
          [5, 10],
        ],
        [[0, 10]],
        [[0, 12]],
      ],
    ],
    ['a lookback beyond the start', { done: [[0, 10]], lookback: 50 }, [[0, 10]], [[[0, 10]], [[0, 10]]]],
  ])('%s', (_, setup, windows, expected) => {
    expect(claims(setup, windows)).toEqual(expected);
  });

  test('without a change it is the very same set', () => {
    const done = new IntervalSet([{ start: 0, end: 9 }]);
    for (const microseconds of [0, 4]) {
      expect(new WindowClaims({ done, start: 0, lookback: { months: 0, microseconds } }).done).toBe(done);
    }
  });
});

test('I10: records that come late by no more than the lookback are read, wherever runs break off', () => {
  const lookback = 7;
  const duration = { months: 0, microseconds: lookback };
  const run = fc.record({
    /** How much time passes before the run. */
    pause: fc.integer({ min: 1, max: 25 }),
    step: fc.integer({ min: 1, max: 12 }),
    /** Which of the windows that are left is finished next; the run ends with the list. */
    picks: fc.array(fc.nat(3), { maxLength: 30 }),
    /** How late the record comes that each moment of the pause has. */
    delays: fc.array(fc.nat(lookback), { minLength: 25, maxLength: 25 }),
  });
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), (runs) => {
      const records: { readonly at: number; readonly appears: number }[] = [];
      const read = new Set<number>();
      let done = new IntervalSet();
      let now = 0;

      const readAt = (time: number, step: number, picks: readonly number[]): void => {
        const start = 0;
        const windows = [
          ...windowsOf({
            done,
            start,
            end: time,
            granularity: 1,
            lookback: duration,
            step: { months: 0, microseconds: step },
          }),
        ];
        const claimed = new WindowClaims({ done, start, lookback: duration });
        for (const pick of picks) {
          const [window] = windows.splice(pick % windows.length, 1);
          if (window === undefined) break;
          for (const { at, appears } of records) {
            if (appears <= time && window.start <= at && at <= window.last) read.add(at);
          }
          claimed.finish(window);
        }
        // Never less than what the state said.
        for (const { start: from, end } of done) expect(claimed.done.contiguousEnd(from)).toBeGreaterThanOrEqual(end);
        done = claimed.done;
      };

      for (const { pause, step, picks, delays } of runs) {
        for (let passed = 0; passed < pause; passed++, now++) {
          records.push({ at: now, appears: now + (delays[passed] ?? 0) });
        }
        readAt(now, step, picks);
      }
      readAt(now + lookback, 10, Array(100).fill(0));
      expect([...read].sort((a, b) => a - b)).toEqual(records.map(({ at }) => at));
    }),
    { numRuns: 500 },
  );
});
