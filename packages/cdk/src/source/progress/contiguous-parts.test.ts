import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ContiguousParts } from './contiguous-parts.ts';

test('a claim counts when its part and all before it are done, and covers all of these', () => {
  const covered: string[] = [];
  const parts = new ContiguousParts<string>((id) => covered.push(id));
  const [a, b, c, d] = [
    parts.open('a', undefined),
    parts.open('b', 'up to b'),
    parts.open('c', undefined),
    parts.open('d', 'up to d'),
  ];
  expect([parts.close(b), covered]).toEqual([undefined, []]);
  expect([parts.close(a), covered]).toEqual(['up to b', ['a', 'b']]);
  expect([parts.close(c), covered]).toEqual([undefined, ['a', 'b']]);
  expect([parts.close(d), covered]).toEqual(['up to d', ['a', 'b', 'c', 'd']]);
});

test('I1: in whatever order parts end, what is claimed is the longest beginning that is done', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(12).keys()], { minLength: 0, maxLength: 12 }), (order) => {
      const covered = new Set<string>();
      const parts = new ContiguousParts<number>((id) => covered.add(id));
      const all = Array.from({ length: 12 }, (_item, index) => parts.open(String(index), index));
      const done = new Set<number>();
      let claimed: number | undefined;
      for (const index of order) {
        claimed = parts.close(all[index]!) ?? claimed;
        done.add(index);
        let length = 0;
        while (done.has(length)) length++;
        expect(claimed).toBe(length === 0 ? undefined : length - 1);
        expect(covered.size).toBe(length);
      }
    }),
  );
});

test('a part that is given up keeps all after it from counting, and these take no place', () => {
  const parts = new ContiguousParts<string>();
  const [a, b, c] = [parts.open('a', 'up to a'), parts.open('b', 'up to b'), parts.open('c', 'up to c')];
  parts.abandon(b);
  parts.abandon(b);
  expect(parts.close(c)).toBeUndefined();
  expect(parts.close(a)).toBe('up to a');
  expect(parts.close(parts.open('d', 'up to d'))).toBeUndefined();
});

test('airbyte-python-cdk#568: parts that are done and that nobody claims take no memory', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const parts = new ContiguousParts<string>();
  parts.close(parts.open('{"id":0}', undefined));
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let id = 1; id <= 300_000; id++) parts.close(parts.open(`{"id":${id}}`, undefined));
  collectGarbage();
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(2);
  expect(parts.close(parts.open('{"id":-1}', 'all'))).toBe('all');
});
