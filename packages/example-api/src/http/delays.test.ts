import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Delays } from './delays.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('resolves to true once the time has passed, and not before', async () => {
  const reached = vi.fn<(value: boolean) => void>();
  void new Delays().wait(100).then(reached);
  await vi.advanceTimersByTimeAsync(99);
  expect(reached).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(reached).toHaveBeenCalledExactlyOnceWith(true);
});

test('resolves every wait to false when cancelled, and leaves no timer', async () => {
  const delays = new Delays();
  const waits = Promise.all([delays.wait(100), delays.wait(200)]);
  delays.cancel();
  expect(await waits).toEqual([false, false]);
  expect(vi.getTimerCount()).toBe(0);
});
