import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createDraw } from './draw.ts';
import { FIRST_SECOND, createTimeline } from './timeline.ts';

const draw = createDraw(1, 'timeline');
const timelineOf = (size: number) => createTimeline(size, (index) => draw(index) / 2 ** 32);
const sizes = [1, 10, 500, 1_000, 1_001, 1_000_000, 50_000_000];

test.each(sizes)('never falls, over the ends and a stretch in the middle of %i records', (size) => {
  const { secondAt } = timelineOf(size);
  for (const start of [0, Math.floor(size / 2), Math.max(0, size - 500)]) {
    for (let index = start + 1; index < Math.min(start + 500, size); index++) {
      expect(secondAt(index)).toBeGreaterThanOrEqual(secondAt(index - 1));
    }
  }
});

test.each(sizes)('keeps %i records between 2024-01-01 and 2026-01-01', (size) => {
  const { secondAt } = timelineOf(size);
  expect(secondAt(0)).toBeGreaterThanOrEqual(FIRST_SECOND);
  expect(secondAt(size - 1)).toBeLessThan(Date.parse('2026-01-01T00:00:00Z') / 1000);
});

test('gives four records around each multiple of ten the same second, and their neighbours another', () => {
  const { secondAt } = timelineOf(500);
  for (let bound = 10; bound < 500; bound += 10) {
    const seconds = [-3, -2, -1, 0, 1, 2].map((step) => secondAt(bound + step));
    expect(new Set(seconds.slice(1, 5)).size).toBe(1);
    expect(seconds[0]).toBeLessThan(seconds[1]!);
    expect(seconds[5]).toBeGreaterThan(seconds[4]!);
  }
});

test('keeps the times of a shop that grows within a power of ten', () => {
  const [small, large] = [timelineOf(200), timelineOf(1_000)];
  for (let index = 0; index < 200; index++) expect(small.secondAt(index)).toBe(large.secondAt(index));
});

test('finds the first index from a second on', () => {
  const timeline = timelineOf(2_000);
  const all = Array.from({ length: 2_000 }, (_, index) => timeline.secondAt(index));
  fc.assert(
    fc.property(fc.nat(1_999), fc.integer({ min: -1, max: 1 }), (index, step) => {
      const second = timeline.secondAt(index) + step;
      const expected = all.findIndex((candidate) => candidate >= second);
      expect(timeline.firstIndexFrom(second)).toBe(expected === -1 ? 2_000 : expected);
    }),
  );
});
