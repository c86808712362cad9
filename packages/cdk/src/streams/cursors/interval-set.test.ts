import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Interval, IntervalSet } from './interval-set.ts';

type Pair = readonly [start: number, end: number];

const intervalsOf = (pairs: readonly Pair[]): Interval[] => pairs.map(([start, end]) => ({ start, end }));
const setOf = (pairs: readonly Pair[]): IntervalSet => new IntervalSet(intervalsOf(pairs));
const pairsOf = (intervals: Iterable<Interval>): Pair[] => [...intervals].map(({ start, end }) => [start, end]);

describe('what becomes one', () => {
  test.each<[string, Pair[], Pair[]]>([
    ['nothing', [], []],
    ['one', [[1, 2]], [[1, 2]]],
    [
      'two that touch',
      [
        [1, 2],
        [2, 4],
      ],
      [[1, 4]],
    ],
    [
      'an overlap, in any order',
      [
        [3, 9],
        [1, 5],
      ],
      [[1, 9]],
    ],
    [
      'one inside another',
      [
        [1, 9],
        [3, 5],
      ],
      [[1, 9]],
    ],
    [
      'a bridge',
      [
        [1, 3],
        [5, 7],
        [3, 5],
      ],
      [[1, 7]],
    ],
    [
      'two apart',
      [
        [5, 6],
        [1, 2],
      ],
      [
        [1, 2],
        [5, 6],
      ],
    ],
    ['an empty one', [[4, 4]], []],
    ['the wrong way round', [[5, 4]], []],
  ])('%s', (_, pairs, expected) => {
    expect(pairsOf(setOf(pairs))).toEqual(expected);
  });

  test('a set never changes', () => {
    const set = setOf([[1, 3]]);
    expect(pairsOf(set.add({ start: 3, end: 4 }))).toEqual([[1, 4]]);
    expect(pairsOf(set.until(2))).toEqual([[1, 2]]);
    expect(pairsOf(set)).toEqual([[1, 3]]);
  });

  test('without a change it is the same set', () => {
    const set = setOf([[1, 3]]);
    expect([set.add({ start: 5, end: 5 }), set.until(3)]).toEqual([set, set]);
  });
});

describe('what is missing', () => {
  test.each<[string, Pair[], Pair, Pair[]]>([
    ['all', [], [1, 9], [[1, 9]]],
    ['the rest', [[1, 5]], [1, 9], [[5, 9]]],
    ['nothing', [[1, 9]], [1, 9], []],
    ['nothing, when more has been read', [[0, 10]], [1, 9], []],
    [
      'a gap',
      [
        [1, 3],
        [6, 10],
      ],
      [1, 9],
      [[3, 6]],
    ],
    ['before the first', [[4, 10]], [1, 9], [[1, 4]]],
    [
      'a gap cut at the end',
      [
        [1, 3],
        [12, 15],
      ],
      [1, 9],
      [[3, 9]],
    ],
    [
      'a gap cut at the start',
      [
        [0, 3],
        [8, 10],
      ],
      [5, 9],
      [[5, 8]],
    ],
    ['nothing, with the start after the end', [], [9, 1], []],
    ['nothing, of no time', [], [9, 9], []],
  ])('%s', (_, pairs, [from, to], expected) => {
    expect(pairsOf(setOf(pairs).gaps(from, to))).toEqual(expected);
  });
});

test.each<[number, number | undefined]>([
  [0, undefined],
  [1, 4],
  [4, 4],
  [5, undefined],
  [8, 9],
])('from %d on all is read up to %s', (from, end) => {
  const set = setOf([
    [1, 2],
    [2, 4],
    [8, 9],
  ]);
  expect([set.contiguousEnd(from), set.end]).toEqual([end, 9]);
});

describe('a set of intervals is a set of moments', () => {
  const pairs = fc
    .array(fc.tuple(fc.integer({ min: -20, max: 40 }), fc.nat(8)), { maxLength: 12 })
    .map((list) => list.map(([start, length]): Pair => [start, start + length]));
  const momentsOf = (intervals: Iterable<Interval>): Set<number> => {
    const moments = new Set<number>();
    for (const { start, end } of intervals) for (let at = start; at < end; at++) moments.add(at);
    return moments;
  };

  test('it holds the same moments, in as few intervals as possible', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const set = list.reduce((sum, [start, end]) => sum.add({ start, end }), new IntervalSet());
        expect(momentsOf(set)).toEqual(momentsOf(intervalsOf(list.toSorted(([a], [b]) => a - b))));
        expect(pairsOf(set)).toEqual(pairsOf(setOf(list)));
        for (const [index, { end }] of [...set].entries()) {
          expect([...set][index + 1]?.start ?? Infinity).toBeGreaterThan(end);
        }
      }),
    );
  });

  test('its gaps are the moments that it lacks', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -25, max: 25 }), fc.nat(40), (list, from, length) => {
        const set = setOf(list);
        const has = momentsOf(set);
        const lacking = Array.from({ length }, (_, index) => from + index).filter((at) => !has.has(at));
        expect(momentsOf(set.gaps(from, from + length))).toEqual(new Set(lacking));
      }),
    );
  });

  test('until and contiguousEnd', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -25, max: 50 }), (list, at) => {
        const set = setOf(list);
        const has = momentsOf(set);
        expect(momentsOf(set.until(at))).toEqual(new Set([...has].filter((moment) => moment < at)));
        let end = at;
        while (has.has(end)) end++;
        expect(set.contiguousEnd(at)).toBe(has.has(at) || has.has(at - 1) ? end : undefined);
      }),
    );
  });
});
