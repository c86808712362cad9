import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  describeViolations,
  everyLine,
  type Journey,
  killAnywhere,
  type KillAnywhereOptions,
  type KillReport,
  randomLines,
} from '../src/index.ts';

const numbers = { name: 'numbers', syncMode: 'incremental', primaryKey: [['id']], mostDuplicates: 5 } as const;

function kill(options: Partial<KillAnywhereOptions> & { breaks?: string }): Promise<KillReport> {
  return killAnywhere({
    command: [process.execPath, join(import.meta.dirname, 'fixtures/little-connector.ts')],
    config: { breaks: options.breaks },
    streams: [numbers],
    plan: () => [],
    expected: {
      numbers: Array.from({ length: 12 }, (_, index) => ({ id: index + 1, at: index - Math.floor(index / 4) + 1 })),
    },
    ...options,
  });
}

const once = (...journey: Journey) => ({ plan: () => (journey.length === 0 ? [] : [journey]) });

test('a connector that keeps its promises passes, ended after every line', async () => {
  const report = await kill({ plan: everyLine('SIGKILL') });
  expect(describeViolations(report)).toBe('');
  expect(report).toMatchObject({ lines: 18, kills: 18, runs: 37, streams: { numbers: { lost: 0 } } });
  // Each journey sends the twelve records, and some of them twice.
  const { records = 0, duplicates = 0 } = report.streams['numbers'] ?? {};
  expect(records).toBe(19 * 12 + duplicates);
  expect(duplicates).toBeGreaterThan(18);
});

test('and so does one that is ended again and again, by either signal', async () => {
  const report = await kill({ plan: randomLines({ seed: 1, journeys: 4, kills: 3 }) });
  expect(describeViolations(report)).toBe('');
  expect(report.kills).toBeGreaterThan(6);
});

test('a journey is the same for the same seed', () => {
  const plan = (seed: number) => randomLines({ seed, journeys: 3, kills: 3 })(100);
  expect(plan(7)).toEqual(plan(7));
  expect(plan(8)).not.toEqual(plan(7));
});

test.each([
  [
    'a STATE before its records',
    'state-first',
    once({ afterLine: 4, at: 'state', signal: 'SIGKILL' }),
    'nothing is lost: stream numbers, 4 of its records came in no run before the STATE that covers them: 5, 6, 7, … [SIGKILL at the first STATE from line 4 on]',
  ],
  [
    'a filter that loses the ties at the bound',
    'loses-ties',
    once({ afterLine: 3, at: 'state', signal: 'SIGKILL' }),
    'nothing is lost: stream numbers, 1 of its records came in no run before the STATE that covers them: 5 [SIGKILL at the first STATE from line 3 on]',
  ],
  [
    'a state that claims what failed',
    'claims-a-failure',
    { ...once(), restarts: 1 },
    'nothing is lost: stream numbers, 4 of its records came in no run before the STATE that covers them: 5, 6, 7, … [undisturbed]',
  ],
  [
    'a STATE that counts wrong',
    'counts',
    once({ afterLine: 9, signal: 'SIGKILL' }),
    'states count records: stream numbers, run 2: its STATE 3 says recordCount 4 after 1 records',
  ],
  [
    'a record before RUNNING',
    'no-running',
    once(),
    'statuses in order: stream numbers, run 1: record came after STARTED',
  ],
  [
    'a record after COMPLETE',
    'speaks-after-its-end',
    once(),
    'statuses in order: stream numbers, run 1: record came after COMPLETE',
  ],
  [
    'an exit with 0 in the middle',
    'no-end',
    once(),
    'statuses in order: stream numbers, run 1: the process exited with 0, and its last status is RUNNING',
  ],
  [
    'an exit with 1 that says nothing',
    'fails-silently',
    once(),
    'the process ends well: run 1: the process exited with 1 and said no error',
  ],
  [
    'a line that is no message',
    'prints',
    once(),
    'the process ends well: run 1: stdout has a line that is no message: Done!',
  ],
  [
    'a read that forgets its state',
    'starts-over',
    once({ afterLine: 13, signal: 'SIGKILL' }),
    'few duplicates: stream numbers, run 2 sent 9 records that had been sent, 5 are allowed',
  ],
  [
    'records that change their content',
    'invents',
    once({ afterLine: 9, signal: 'SIGKILL' }),
    'nothing is lost: stream numbers, 9 of the records are none that it has: 4, 5, 6, …',
  ],
  [
    'a stop that forgets its records',
    'forgets-at-stop',
    once({ afterLine: 4, signal: 'SIGTERM' }),
    'a stop keeps records: stream numbers, run 1: it stopped with 4 records after its last STATE',
  ],
  [
    'a stop without a word',
    'no-stop',
    once({ afterLine: 4, signal: 'SIGTERM' }),
    'statuses in order: stream numbers, run 1: its last status is RUNNING',
  ],
  [
    'a stop that is no end by the signal',
    'exits-after-stop',
    once({ afterLine: 4, signal: 'SIGTERM' }),
    'the process ends well: run 1: after SIGTERM the process exited with 7, not by the signal',
  ],
])('catches %s', async (_what, breaks, plan, said) => {
  expect(describeViolations(await kill({ breaks, ...plan }))).toContain(said);
});

test('catches a process that does not stop', async () => {
  const report = await kill({
    breaks: 'ignores-stop',
    limitMs: 500,
    expected: {},
    ...once({ afterLine: 3, signal: 'SIGTERM' }),
  });
  expect(describeViolations(report)).toContain('the process ends well: run 1: the process did not end after SIGTERM');
});
