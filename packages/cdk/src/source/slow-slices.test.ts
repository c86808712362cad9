import { expect, test } from 'vitest';
import { listLogger } from '../../test/run-context.ts';
import { SlowSlices } from './slow-slices.ts';

test('airbyte#77835: a slice that gives nothing is named, with what it waits for, each time its silence has doubled', () => {
  const logs: string[] = [];
  const slices = new SlowSlices(listLogger(logs));
  const slow = SlowSlices.slice('Stream "events", slice {"id":7}');
  const other = SlowSlices.slice('Stream "orders"');
  slices.begin(slow, 0);
  slow.waitingFor = 'GET https://api.example.com/v1/orders/7/events';
  for (let second = 0; second <= 250; second += 10) {
    slices.begin(other, second * 1000);
    slices.check(second * 1000);
  }
  const waits = (seconds: number): string =>
    `warn: Stream "events", slice {"id":7} has given nothing for ${seconds} s: it waits for GET https://api.example.com/v1/orders/7/events`;
  expect(logs).toEqual([waits(60), waits(120), waits(240)]);

  slices.begin(slow, 250_000);
  slices.check(300_000);
  slices.end(slow);
  slices.end(other);
  slices.check(900_000);
  expect(logs).toHaveLength(3);

  slices.isStdoutBlocked = true;
  slices.begin(slow, 0);
  slices.check(60_000);
  expect(logs.at(-1)).toBe(
    'warn: Stream "events", slice {"id":7} has given nothing for 60 s: it waits for the reader of stdout',
  );
});
