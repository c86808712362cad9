import { expect, test, vi } from 'vitest';
import { UnfinishedWork } from './unfinished-work.ts';

test('waits for all work, for that which fails too, and for what it adds in turn', async () => {
  const work = new UnfinishedWork();
  const done: string[] = [];
  const task = async (name: string, turns: number): Promise<void> => {
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    done.push(name);
    if (name === 'b') work.add(task('c', 3));
    if (name === 'a') throw new Error('a');
  };
  work.add(task('a', 1));
  work.add(task('b', 2));
  await work.settle();
  expect(done).toEqual(['a', 'b', 'c']);
});

test('without work it does not wait', async () => {
  vi.useFakeTimers();
  try {
    await new UnfinishedWork().settle();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('work that never ends holds nobody up for good', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const work = new UnfinishedWork();
    work.add(new Promise(() => {}));
    const settled = work.settle();
    await vi.advanceTimersByTimeAsync(5000);
    await settled;
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
