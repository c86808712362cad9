import { expect, test } from 'vitest';
import { rejectionOf } from '../../../test/run-context.ts';
import { JobSlots } from './job-slots.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Takes slots under names, and keeps the order in which they came. */
function useSlots(count: number) {
  const slots = new JobSlots(count);
  const taken: string[] = [];
  const take = (name: string, signal: AbortSignal = new AbortController().signal): Promise<void> =>
    slots.take(signal).then(() => void taken.push(name));
  return { slots, taken, take };
}

test('so many at once, the others in the order of coming', async () => {
  const { slots, taken, take } = useSlots(2);
  const all = ['a', 'b', 'c', 'd', 'e'].map((name) => take(name));
  await turn();
  expect(taken).toEqual(['a', 'b']);
  slots.release();
  await turn();
  expect(taken).toEqual(['a', 'b', 'c']);
  for (let count = 0; count < 4; count++) slots.release();
  await Promise.all(all);
  expect(taken).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('P4: who is stopped while waiting leaves the queue', async () => {
  const { slots, taken, take } = useSlots(1);
  await take('a');
  const stop = new AbortController();
  const stopped = take('b', stop.signal);
  const last = take('c');
  stop.abort(new Error('Stopped by SIGTERM'));
  expect((await rejectionOf(stopped)).message).toBe('Stopped by SIGTERM');
  slots.release();
  await last;
  expect(taken).toEqual(['a', 'c']);
});

test('P4: a slot that comes in the moment of a stop is not lost', async () => {
  const { slots, taken, take } = useSlots(1);
  await take('a');
  const stop = new AbortController();
  const stopped = rejectionOf(take('b', stop.signal));
  const last = take('c');
  stop.abort(new Error('Stopped by SIGTERM'));
  slots.release();
  await stopped;
  await last;
  expect(taken).toEqual(['a', 'c']);
});

test('P4: who was stopped before takes none', async () => {
  const { slots, taken, take } = useSlots(1);
  const stop = new AbortController();
  stop.abort(new Error('Stopped by SIGTERM'));
  await rejectionOf(take('a', stop.signal));
  await slots.take(new AbortController().signal);
  expect(taken).toEqual([]);
});
