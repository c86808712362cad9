import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Duration, parseDuration } from './duration.ts';
import { type Interval, IntervalSet } from './interval-set.ts';
import { type Moment, momentOfMs, roundDown, splitMoment } from './moment.ts';
import { type Window, windowsOf } from './windows-of.ts';

const SECOND = 1_000_000;
const DAY = 24 * 60 * 60 * SECOND;

const at = (text: string): Moment => momentOfMs(Date.parse(text));
/** As short as it can be said: `01-31`, `2023-01-31`, `01-31T10:00:00`. */
const show = (moment: Moment): string =>
  new Date(splitMoment(moment).ms)
    .toISOString()
    .replace('T00:00:00.000Z', '')
    .replace('.000Z', '')
    .replace('2024-', '');

interface Setup {
  readonly done?: readonly (readonly [start: string, end: string])[];
  readonly start?: string;
  readonly end?: string;
  readonly step?: string;
  readonly lookback?: string;
  readonly granularity?: number;
}

function windows({
  done = [],
  start = '2024-01-01',
  end = '2024-01-05',
  step,
  lookback,
  granularity,
}: Setup): string[] {
  const intervals = done.map(([from, to]) => ({ start: at(from), end: at(to) }));
  const options = {
    done: new IntervalSet(intervals),
    start: at(start),
    end: at(end),
    step: step === undefined ? undefined : parseDuration(step, 'step'),
    lookback: lookback === undefined ? undefined : parseDuration(lookback, 'lookback'),
    granularity,
  };
  return [...windowsOf(options)].map((window) => `${show(window.start)} … ${show(window.last)}`);
}

describe('I3: windows', () => {
  test.each<[string, Setup, string[]]>([
    ['without a step, all at once', {}, ['01-01 … 01-05']],
    ['without a granularity they share bounds', { step: 'P2D' }, ['01-01 … 01-03', '01-03 … 01-05']],
    [
      'with a granularity they share nothing, and the end has its own',
      { step: 'P2D', granularity: DAY },
      ['01-01 … 01-02', '01-03 … 01-04', '01-05 … 01-05'],
    ],
    ['of a second', { step: 'P3D', granularity: SECOND }, ['01-01 … 01-03T23:59:59', '01-04 … 01-05']],
    ['a step longer than the whole', { step: 'P1Y', granularity: DAY }, ['01-01 … 01-05']],
    ['a step beyond all time', { step: 'P999999Y', granularity: DAY }, ['01-01 … 01-05']],
    [
      'months are counted from the start',
      { start: '2024-01-31', end: '2024-05-01', step: 'P1M' },
      ['01-31 … 02-29', '02-29 … 03-31', '03-31 … 04-30', '04-30 … 05-01'],
    ],
    ['a start after the end: none', { start: '2024-01-06' }, []],
    ['a start at the end: one moment', { start: '2024-01-05', step: 'P1D' }, ['01-05 … 01-05']],
    [
      'starts at whole days only',
      { start: '2024-01-01T05:30:00Z', end: '2024-01-03T12:00:00Z', step: 'P1D', granularity: DAY },
      ['01-01 … 01-01', '01-02 … 01-02', '01-03 … 01-03'],
    ],
  ])('%s', (_, setup, expected) => {
    expect(windows(setup)).toEqual(expected);
  });
});

describe('I4: windows after a state', () => {
  test.each<[string, Setup, string[]]>([
    ['go on at its end', { done: [['2024-01-01', '2024-01-04']] }, ['01-04 … 01-05']],
    [
      'the last moment once more, when all is done',
      { done: [['2024-01-01', '2024-01-05']], step: 'P1D' },
      ['01-05 … 01-05'],
    ],
    ['none for a state in the future', { done: [['2024-01-01', '2030-01-01']] }, []],
    ['look back', { done: [['2024-01-01', '2024-01-04']], lookback: 'P2D' }, ['01-02 … 01-05']],
    ['look back to the start at most', { done: [['2024-01-01', '2024-01-04']], lookback: 'P1M' }, ['01-01 … 01-05']],
    [
      'look back over a gap: nothing is asked for twice',
      {
        done: [
          ['2024-01-01', '2024-01-02'],
          ['2024-01-03', '2024-01-04'],
        ],
        lookback: 'P1D',
        step: 'P1D',
      },
      ['01-02 … 01-03', '01-03 … 01-04', '01-04 … 01-05'],
    ],
    [
      'fill gaps first',
      {
        done: [
          ['2024-01-01', '2024-01-02'],
          ['2024-01-04', '2024-01-05'],
        ],
        granularity: DAY,
      },
      ['01-02 … 01-03', '01-05 … 01-05'],
    ],
    [
      'fill gaps first, with shared bounds',
      {
        done: [
          ['2024-01-01', '2024-01-02'],
          ['2024-01-04', '2024-01-05'],
        ],
        step: 'P1D',
      },
      ['01-02 … 01-03', '01-03 … 01-04', '01-05 … 01-05'],
    ],
    [
      'a start that was moved back: what lies before the state',
      { start: '2023-12-30', done: [['2024-01-01', '2024-01-04']], granularity: DAY },
      ['2023-12-30 … 2023-12-31', '01-04 … 01-05'],
    ],
    ['a start that was moved on', { start: '2024-01-03', done: [['2023-01-01', '2024-01-02']] }, ['01-03 … 01-05']],
    [
      'an end that was moved back leaves the gaps before it',
      {
        done: [
          ['2024-01-01', '2024-01-02'],
          ['2024-01-09', '2024-01-12'],
        ],
        granularity: DAY,
      },
      ['01-02 … 01-05'],
    ],
    [
      'starts at whole days again, after a state that ends in the middle of one',
      { done: [['2024-01-01', '2024-01-02T17:30:00Z']], end: '2024-01-04T09:00:00Z', step: 'P1D', granularity: DAY },
      ['01-02 … 01-02', '01-03 … 01-03', '01-04 … 01-04'],
    ],
  ])('%s', (_, setup, expected) => {
    expect(windows(setup)).toEqual(expected);
  });
});

test('windows are made as they are asked for', () => {
  const step = parseDuration('PT0.001S', 'step');
  const all = windowsOf({ done: new IntervalSet(), start: 0, end: at('2024-01-01'), step });
  expect([all.next().value, all.next().value]).toEqual([
    { start: 0, end: 1000, last: 1000 },
    { start: 1000, end: 2000, last: 2000 },
  ]);
});

describe('whatever the state, the step and the bounds are', () => {
  const moment = fc.integer({ min: -30, max: 120 });
  const length = fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined });

  interface RandomSetup {
    readonly pairs: readonly (readonly [start: Moment, length: number])[];
    readonly start: Moment;
    readonly size: number;
    /** 0 for none. */
    readonly granularity: number;
    readonly step: number | undefined;
    readonly lookback: number | undefined;
  }

  const setups: fc.Arbitrary<RandomSetup> = fc.record({
    pairs: fc.array(fc.tuple(moment, fc.nat(20)), { maxLength: 6 }),
    start: moment,
    size: fc.nat(120),
    granularity: fc.nat(12),
    step: length,
    lookback: length,
  });

  function plan({ pairs, start, size, granularity, step, lookback }: RandomSetup) {
    const end = start + size;
    const longest = step === undefined ? undefined : Math.max(step, granularity);
    const done = new IntervalSet(pairs.map(([from, span]) => ({ start: from, end: from + span })));
    const duration = (microseconds: number | undefined): Duration | undefined =>
      microseconds === undefined ? undefined : { months: 0, microseconds };
    const options = { done, start, end, granularity, step: duration(longest), lookback: duration(lookback) };
    /** Those that a record can have. */
    const moments: Moment[] = [];
    for (let time = start; time <= end; time++) if (roundDown(time, granularity) === time) moments.push(time);
    return { done, found: [...windowsOf(options)], moments, granularity, longest, lookback, start, end };
  }

  const holds = (intervals: Iterable<Interval>, time: Moment): boolean =>
    [...intervals].some((interval) => interval.start <= time && time < interval.end);
  const asksFor = (found: readonly Window[], time: Moment): boolean =>
    found.some((window) => window.start <= time && time <= window.last);

  test('they and what was done cover every moment that a record can have', () => {
    fc.assert(
      fc.property(setups, (setup) => {
        const { done, found, moments } = plan(setup);
        expect(moments.filter((time) => !asksFor(found, time) && !holds(done, time))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('once they are done, all is one interval', () => {
    fc.assert(
      fc.property(setups, (setup) => {
        const { done, found, start, end } = plan(setup);
        const all = found.reduce((sum, window) => sum.add(window), done);
        if (start < end) expect(all.contiguousEnd(start)).toBeGreaterThanOrEqual(end);
      }),
      { numRuns: 500 },
    );
  });

  test('they ascend, stay within the bounds, and are at most a step long', () => {
    fc.assert(
      fc.property(setups, (setup) => {
        const { found, granularity, longest = Infinity, start, end } = plan(setup);
        for (const [index, window] of found.entries()) {
          expect(window.start).toBeGreaterThanOrEqual(roundDown(start, granularity));
          expect(window.last).toBeGreaterThanOrEqual(window.start);
          expect(window.last).toBeLessThanOrEqual(end);
          expect(window.end).toBeLessThanOrEqual(end);
          expect(window.start).toBeGreaterThanOrEqual(found[index - 1]?.start ?? -Infinity);
          expect(window.last - window.start).toBeLessThanOrEqual(longest);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('with a granularity no moment is in two windows', () => {
    fc.assert(
      fc.property(setups, ({ pairs, granularity, ...setup }) => {
        const unit = Math.max(granularity, 1);
        const wholePairs = pairs.map(([from, span]) => [roundDown(from, unit), span * unit] as const);
        const { found } = plan({ ...setup, lookback: undefined, granularity: unit, pairs: wholePairs });
        for (const [index, window] of found.entries()) {
          expect(window.start).toBeGreaterThan(found[index - 1]?.last ?? -Infinity);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what lies within the lookback is read again, and nothing else that was done but bounds', () => {
    fc.assert(
      fc.property(setups, (setup) => {
        const { done, found, moments, granularity, lookback = 0 } = plan(setup);
        const from = (done.end ?? Infinity) - lookback;
        for (const time of moments) {
          if (time >= from) expect(asksFor(found, time), `${time} is read again`).toBe(true);
          else if (holds(done, time) && asksFor(found, time)) {
            // Windows share the bound of what follows them, or start at the whole multiple before an end.
            const bounds =
              granularity === 0 ? [...done].map(({ start }) => start) : [from, ...[...done].map(({ end }) => end)];
            expect(
              bounds.some((bound) => roundDown(bound, granularity) === time),
              `${time} is a bound`,
            ).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
