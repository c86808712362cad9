import type { AirbyteMessage } from '@headwater/cdk';
import { expect, test } from 'vitest';
import { cutsOf } from './cuts-of.ts';
import type { ReadRun } from './read-run.ts';

test('a run is cut right before each STATE and after its last line', () => {
  const messages = ['TRACE', 'RECORD', 'RECORD', 'STATE', 'RECORD', 'STATE', 'TRACE'].map((type) => ({ type }));
  const run: ReadRun = {
    messages: messages as AirbyteMessage[],
    badLines: [],
    killedAt: undefined,
    exitCode: 0,
    signal: null,
    stderr: '',
    isOverdue: false,
  };
  expect(cutsOf(run, 1)).toHaveLength(1);
  expect(cutsOf(run, 0)).toEqual([]);
  const cuts = cutsOf(run);
  expect(cuts.map(({ messages: seen }) => seen)).toEqual([3, 5, 7].map((lines) => messages.slice(0, lines)));
  expect(cuts.map(({ killedAt, exitCode }) => [killedAt?.afterLine, exitCode])).toEqual([
    [3, null],
    [5, null],
    [7, null],
  ]);
});
