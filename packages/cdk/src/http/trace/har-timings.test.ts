import type { Timings } from 'got';
import { expect, test } from 'vitest';
import { harTimings, totalTime } from './har-timings.ts';

type Times = { readonly [Name in keyof Timings]?: number | undefined };
const timings = (at: Times): Timings => ({ start: 1000, ...at }) as Timings;
const whole = {
  socket: 1001,
  lookup: 1003,
  connect: 1006,
  secureConnect: 1010,
  upload: 1015,
  response: 1021,
  end: 1028,
};

test.each<[string, Times, boolean, number[]]>([
  ['over TLS', whole, false, [1, 2, 7, 5, 6, 7, 4]],
  ['without TLS', { ...whole, secureConnect: undefined }, false, [1, 2, 3, 9, 6, 7, -1]],
  [
    'on a connection that was there',
    { ...whole, lookup: 1001, connect: 1001, secureConnect: 1001 },
    true,
    [1, -1, -1, 14, 6, 7, -1],
  ],
  ['whose body is still read', { ...whole, end: undefined }, false, [1, 2, 7, 5, 6, 9, 4]],
  [
    'that waited for a response in vain',
    { ...whole, response: undefined, end: undefined, error: 1100 },
    false,
    [1, 2, 7, 5, 85, 0, 4],
  ],
  ['that never connected', { socket: 1001, lookup: 1003, error: 1050 }, false, [1, 2, -1, 0, 47, 0, -1]],
  ['whose host was not found', { socket: 1001, error: 1004 }, false, [1, -1, -1, 0, 3, 0, -1]],
  ['whose clock was set back', { ...whole, upload: 900 }, false, [1, 2, 7, 0, 121, 0, 4]],
  ['that was never sent', { end: 1000 }, false, [-1, -1, -1, 0, 0, 0, -1]],
])('a request %s', (_, at, isReused, expected) => {
  const { blocked, dns, connect, send, wait, receive, ssl } = harTimings(timings(at), isReused, 1030);
  expect([blocked, dns, connect, send, wait, receive, ssl]).toEqual(expected);
});

test('the parts are together the time from start to end', () => {
  expect(totalTime(harTimings(timings(whole), false, 1030))).toBe(28);
  expect(totalTime(harTimings(timings({ socket: 1001, error: 1004 }), false, 1030))).toBe(4);
});
