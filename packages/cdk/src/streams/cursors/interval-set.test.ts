import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Interval, IntervalSet } from './interval-set.ts';

type Pair = readonly [start: number, end: number];

const intervalsOf = (pairs: readonly Pair[]): Interval[] => pairs.map(([start, end]) => ({ start, end }));
const setOf = (pairs: readonly Pair[], granularity: number): IntervalSet =>
  new IntervalSet(intervalsOf(pairs), granularity);
const pairsOf = (intervals: Iterable<Interval>): Pair[] => [...intervals].map(({ start, end }) => [start, end]);

describe('what becomes one', () => {
  test.each<[string, Pair[], number, Pair[]]>([
    ['nothing', [], 1, []],
    ['one', [[1, 2]], 1, [[1, 2]]],
    [
      'neighbours',
      [
        [1, 2],
        [3, 4],
      ],
      1,
      [[1, 4]],
    ],
    [
      'neighbours, without a granularity',
      [
        [1, 2],
        [3, 4],
      ],
      0,
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'a shared bound',
      [
        [1, 2],
        [2, 4],
      ],
      0,
      [[1, 4]],
    ],
    [
      'an overlap, in any order',
      [
        [3, 9],
        [1, 5],
      ],
      1,
      [[1, 9]],
    ],
    [
      'one inside another',
      [
        [1, 9],
        [3, 5],
      ],
      1,
      [[1, 9]],
    ],
    [
      'a bridge',
      [
        [1, 2],
        [6, 7],
        [3, 5],
      ],
      1,
      [[1, 7]],
    ],
    [
      'two apart',
      [
        [5, 6],
        [1, 2],
      ],
      2,
      [
        [1, 2],
        [5, 6],
      ],
    ],
    ['a single moment', [[4, 4]], 1, [[4, 4]]],
    ['the wrong way round', [[5, 4]], 1, []],
    ['between two moments', [[11, 19]], 10, []],
  ])('%s', (_, pairs, granularity, expected) => {
    expect(pairsOf(setOf(pairs, granularity))).toEqual(expected);
  });

  test('a set never changes', () => {
    const set = setOf([[1, 2]], 1);
    expect(pairsOf(set.add({ start: 3, end: 4 }))).toEqual([[1, 4]]);
    expect(pairsOf(set.until(1))).toEqual([[1, 1]]);
    expect(pairsOf(set)).toEqual([[1, 2]]);
  });
});

describe('what is to be read', () => {
  test.each<[string, Pair[], number, Pair, Pair[]]>([
    ['all', [], 1, [1, 9], [[1, 9]]],
    ['from the last moment on', [[1, 5]], 1, [1, 9], [[5, 9]]],
    ['the last moment, where all has been read', [[1, 9]], 1, [1, 9], [[9, 9]]],
    ['nothing, when more has been read', [[1, 10]], 1, [1, 9], []],
    [
      'a gap, up to the moment before the next',
      [
        [1, 3],
        [6, 10],
      ],
      1,
      [1, 9],
      [[3, 5]],
    ],
    [
      'a gap, with both bounds shared',
      [
        [1, 3],
        [6, 10],
      ],
      0,
      [1, 9],
      [[3, 6]],
    ],
    ['before the first', [[4, 10]], 1, [1, 9], [[1, 3]]],
    [
      'a gap cut at the end',
      [
        [1, 3],
        [12, 15],
      ],
      1,
      [1, 9],
      [[3, 9]],
    ],
    [
      'a gap cut at the start',
      [
        [0, 3],
        [8, 10],
      ],
      1,
      [5, 9],
      [[5, 7]],
    ],
    ['nothing, with the start after the end', [], 1, [9, 1], []],
    ['one moment', [], 1, [9, 9], [[9, 9]]],
    [
      'whole moments, next to a bound between two',
      [[25, 40]],
      10,
      [0, 40],
      [
        [0, 20],
        [40, 40],
      ],
    ],
    ['nothing, where no moment lies before the next', [[25, 50]], 10, [21, 40], []],
  ])('%s', (_, pairs, granularity, [from, to], expected) => {
    expect(pairsOf(setOf(pairs, granularity).gaps(from, to))).toEqual(expected);
  });
});

test.each<[number, number | undefined]>([
  [0, undefined],
  [1, 4],
  [4, 4],
  [5, undefined],
  [8, 9],
])('from %d on all is read up to %s', (from, end) => {
  const set = setOf(
    [
      [1, 2],
      [3, 4],
      [8, 9],
    ],
    1,
  );
  expect([set.contiguousEnd(from), set.end]).toEqual([end, 9]);
});

describe('a set of intervals is a set of moments', () => {
  const pairs = fc
    .array(fc.tuple(fc.integer({ min: -20, max: 40 }), fc.nat(8)), { maxLength: 12 })
    .map((list) => list.map(([start, length]): Pair => [start, start + length]));
  const momentsOf = (intervals: Iterable<Interval>): Set<number> => {
    const moments = new Set<number>();
    for (const { start, end } of intervals) for (let at = start; at <= end; at++) moments.add(at);
    return moments;
  };

  test('it holds the same moments, in as few intervals as possible', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const set = list.reduce((sum, [start, end]) => sum.add({ start, end }), new IntervalSet([], 1));
        expect(momentsOf(set)).toEqual(new Set([...momentsOf(intervalsOf(list))].sort((a, b) => a - b)));
        expect(pairsOf(set)).toEqual(pairsOf(setOf(list, 1)));
        for (const [index, { end }] of [...set].entries()) {
          expect([...set][index + 1]?.start ?? Infinity).toBeGreaterThan(end + 1);
        }
      }),
    );
  });

  test('its gaps are the moments that it lacks, and the end of each interval before one', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -25, max: 25 }), fc.nat(40), (list, from, length) => {
        const set = setOf(list, 1);
        const has = momentsOf(set);
        const expected = new Set<number>();
        for (let at = from; at <= from + length; at++) if (!has.has(at) || !has.has(at + 1)) expected.add(at);
        // Past the end of the range nothing is asked for, whatever is missing there.
        const last = from + length;
        if (has.has(last) && has.has(last + 1)) expected.delete(last);
        const found = momentsOf(set.gaps(from, last));
        expect(found).toEqual(expected);
      }),
    );
  });

  test('until and contiguousEnd', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -25, max: 50 }), (list, at) => {
        const set = setOf(list, 1);
        const has = momentsOf(set);
        expect(momentsOf(set.until(at))).toEqual(new Set([...has].filter((moment) => moment <= at)));
        let end: number | undefined;
        for (let next = at; has.has(next); next++) end = next;
        expect(set.contiguousEnd(at)).toBe(end);
      }),
    );
  });
});
