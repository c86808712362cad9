import { expect, test } from 'vitest';
import { inParallel } from './in-parallel.ts';

test('never more at a time than allowed, and the results in the order of the items', async () => {
  let [running, most] = [0, 0];
  const results = await inParallel([5, 1, 3, 0, 2], 2, async (turns) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    running--;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 30, 0, 20]);
  expect(most).toBe(2);
});

test('items are made when they are wanted', async () => {
  const made: number[] = [];
  function* items() {
    for (let item = 0; made.length < 3; item++) {
      made.push(item);
      yield item;
    }
  }
  expect(await inParallel(items(), 2, async (item) => item)).toEqual([0, 1, 2]);
});

test('a failure is the failure of all', async () => {
  await expect(inParallel([1, 2], 2, async (item) => Promise.reject(new Error(`no ${item}`)))).rejects.toThrow('no 1');
});
