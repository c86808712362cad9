import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import {
  checkJourney,
  describeViolations,
  everyLine,
  killAnywhere,
  type KillAnywhereOptions,
  type KillReport,
  randomLines,
} from '../src/index.ts';
import { readFrom } from '../src/take-journey.ts';

// A test starts up to forty processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const all = Array.from({ length: 12 }, (_, index) => ({ id: index + 1, at: index - Math.floor(index / 4) + 1 }));

/** A connector that breaks one promise, or none. */
const connector = (breaks?: string): KillAnywhereOptions => ({
  command: [process.execPath, join(import.meta.dirname, 'fixtures/little-connector.ts')],
  config: { breaks },
  streams: [{ name: 'numbers', syncMode: 'incremental', primaryKey: [['id']], mostDuplicates: 5 }],
});

function kill(breaks?: string, options: Partial<KillAnywhereOptions> = {}): Promise<KillReport> {
  return killAnywhere({ ...connector(breaks), expected: { numbers: all }, ...options });
}

describe('a connector that keeps its promises passes', () => {
  test('cut after any line, at the price of one more read for each STATE', async () => {
    const report = await kill(undefined);
    expect(describeViolations(report)).toBe('');
    expect(report).toMatchObject({ lines: 18, cuts: 4, kills: 0, runs: 9 });
  });

  test('ended in earnest after every line', async () => {
    const report = await kill(undefined, { plan: everyLine('SIGKILL') });
    expect(describeViolations(report)).toBe('');
    expect(report).toMatchObject({ kills: 18, runs: 9 + 36, streams: { numbers: { lost: 0 } } });
    // Each of 1 + 4 + 18 journeys sends the twelve records, and some of them twice.
    const { records = 0, duplicates = 0 } = report.streams['numbers'] ?? {};
    expect(records).toBe(23 * 12 + duplicates);
    expect(duplicates).toBeGreaterThan(18);
  });

  test('ended again and again, by either signal', async () => {
    const report = await kill(undefined, { plan: randomLines({ seed: 1, journeys: 4, kills: 3 }) });
    expect(describeViolations(report)).toBe('');
    expect(report.kills).toBeGreaterThan(2);
  });

  test('held against a read that nobody disturbed, where it is not known what there is', async () => {
    const report = await killAnywhere(connector());
    expect(describeViolations(report)).toBe('');
    expect(describeViolations(await killAnywhere(connector('loses-ties')))).toContain('nothing is lost: ');
  });
});

test.each([
  [
    'a STATE before its records',
    'state-first',
    '3 of its records came in no run before the STATE that covers them: 1, 2, 3 [SIGKILL after line 7]',
  ],
  [
    'a filter that loses the ties at its bound',
    'loses-ties',
    '1 of its records came in no run before the STATE that covers them: 5 [SIGKILL after line 11]',
  ],
  [
    'a STATE that counts wrong',
    'counts',
    'run 2: its STATE 3 says recordCount 4 after 1 records [SIGKILL after line 11]',
  ],
  [
    'a read that forgets its state',
    'starts-over',
    'run 2 sent 12 records that had been sent, 5 are allowed [SIGKILL after line 16]',
  ],
  [
    'records that change their content',
    'invents',
    '9 of the records are none that it has: 4, 5, 6, … [SIGKILL after line 11]',
  ],
  ['a record before RUNNING', 'no-running', 'run 1: record came after STARTED [undisturbed]'],
  ['a record after COMPLETE', 'speaks-after-its-end', 'run 1: record came after COMPLETE [undisturbed]'],
  [
    'an exit with 0 in the middle',
    'no-end',
    'run 1: the process exited with 0, and its last status is RUNNING [undisturbed]',
  ],
])('catches %s', async (_what, breaks, said) => {
  expect(describeViolations(await kill(breaks))).toMatch(new RegExp(`^[a-z ]+: stream numbers, ${literal(said)}`, 'm'));
});

test('catches a state that claims what failed, when the read is started again', async () => {
  const said =
    'stream numbers, 4 of its records came in no run before the STATE that covers them: 5, 6, 7, … [undisturbed]';
  expect(describeViolations(await kill('claims-a-failure', { restarts: 1 }))).toContain(said);
});

test.each([
  ['an exit with 1 that says nothing', 'fails-silently', 'run 1: the process exited with 1 and said no error'],
  ['a line that is no message', 'prints', 'run 1: stdout has a line that is no message: Done!'],
])('catches %s', async (_what, breaks, said) => {
  expect(describeViolations(await kill(breaks))).toContain(`the process ends well: ${said}`);
});

test.each([
  ['that forgets its records', 'forgets-at-stop', 'it stopped with 4 records after its last STATE'],
  ['without a word', 'no-stop', 'its last status is RUNNING'],
  ['that is no end by the signal', 'exits-after-stop', 'after SIGTERM the process exited with 7, not by the signal'],
  ['that never comes', 'ignores-stop', 'the process did not end after SIGTERM'],
])('catches a stop %s', async (_what, breaks, said) => {
  const reads = { ...connector(), config: { breaks, waits: true }, limitMs: 3000 };
  const run = await readFrom(reads, new Map(), { afterLine: 4, signal: 'SIGTERM' });
  const { violations } = checkJourney([run], reads.streams, { expected: {} });
  expect(violations.map(({ message }) => message)).toContain(`run 1: ${said}`);
});

test('a journey is the same for the same seed', () => {
  const plan = (seed: number) => randomLines({ seed, journeys: 3, kills: 3 })(100);
  expect(plan(7)).toEqual(plan(7));
  expect(plan(8)).not.toEqual(plan(7));
});

function literal(text: string): string {
  return text.replaceAll(/[.[\]]/g, String.raw`\$&`);
}
