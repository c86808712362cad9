import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { iterateUntilAborted, untilAborted } from './until-aborted.ts';

async function* count(to: number, onEnd: () => void = () => {}) {
  try {
    for (let value = 0; value < to; value++) yield value;
  } finally {
    onEnd();
  }
}

test('gives what the iterable gives, and leaves no listener', async () => {
  const { signal } = new AbortController();
  const values: number[] = [];
  for await (const value of iterateUntilAborted(count(3), signal)) values.push(value);
  expect(values).toEqual([0, 1, 2]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('throws what the iterable throws', async () => {
  async function* broken() {
    yield 1;
    throw new Error('broken');
  }
  const iterate = async (): Promise<void> => {
    for await (const value of iterateUntilAborted(broken(), new AbortController().signal)) expect(value).toBe(1);
  };
  await expect(iterate()).rejects.toThrow('broken');
});

test('P4: does not wait for an iterable that is stuck', async () => {
  const controller = new AbortController();
  async function* stuck() {
    yield 1;
    await new Promise(() => {});
  }
  const iterate = async (): Promise<void> => {
    for await (const _ of iterateUntilAborted(stuck(), controller.signal))
      setImmediate(() => controller.abort(new Error('stop')));
  };
  await expect(iterate()).rejects.toThrow('stop');
});

test('ends the iterable when the consumer stops early', async () => {
  let isEnded = false;
  for await (const value of iterateUntilAborted(
    count(3, () => (isEnded = true)),
    new AbortController().signal,
  )) {
    if (value === 1) break;
  }
  expect(isEnded).toBe(true);
});

test('a promise after the abort is not waited for', async () => {
  await expect(untilAborted(new Promise(() => {}), AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});
