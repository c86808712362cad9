import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BenchResults } from './results.ts';

const run = promisify(execFile);
const bench = `${import.meta.dirname}/bench.ts`;

describe('a quick run', () => {
  let folder: string;
  let results: BenchResults;
  let printed: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-test-'));
    const out = join(folder, 'results.json');
    const args = [bench, '--quick', '--records', '2000', '--only', 'headwater,got', '--out', out];
    ({ stdout: printed } = await run(process.execPath, args));
    results = JSON.parse(await readFile(out, 'utf8')) as BenchResults;
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('counts the records of each contestant', () => {
    expect(results.cases).toHaveLength(1);
    const [only] = results.cases;
    expect(only).toMatchObject({ records: 2000, pageSize: 1000, sink: 'null' });
    expect(Object.entries(only?.contestants ?? {}).map(([name, { recordCount }]) => [name, recordCount])).toEqual([
      ['headwater', 2000],
      ['got', 2000],
    ]);
  });

  test('says of each what the table shows', () => {
    for (const result of Object.values(results.cases[0]?.contestants ?? {})) {
      expect(result).toEqual({
        recordCount: 2000,
        outputBytes: expect.any(Number),
        ms: expect.any(Number),
        cpuMs: expect.any(Number),
        recordsPerSecond: expect.any(Number),
        megabytesPerSecond: expect.any(Number),
        peakMemoryMb: expect.any(Number),
        roundsMs: [expect.any(Number)],
      });
      expect(result.outputBytes).toBeGreaterThan(2000 * 400);
      expect(result.peakMemoryMb).toBeGreaterThan(30);
    }
  });

  test('measures the start-up of each command', () => {
    expect(results.startUp).toEqual({
      empty: expect.any(Number),
      commands: { spec: expect.any(Number), check: expect.any(Number), discover: expect.any(Number) },
      firstPage: { headwater: expect.any(Number), got: expect.any(Number) },
    });
  });

  test('puts a goal beside each ratio, and prints it', () => {
    expect(results.goals.map(({ what }) => what)).toEqual([
      'speed ÷ got (2,000 records, 1000 a page)',
      'memory ÷ got (2,000 records)',
      'start-up of spec ÷ node -e 0',
      'start-up of check ÷ node -e 0',
      'start-up of discover ÷ node -e 0',
    ]);
    for (const { what } of results.goals) expect(printed).toContain(what);
    expect(results.skipped).toEqual({});
  });
});

describe('flags', () => {
  test('--help prints them', async () => {
    const { stdout } = await run(process.execPath, [bench, '--help']);
    expect(stdout).toContain('--page-size N');
  });

  test.each([
    [['--records', 'many'], '"--records" must be an integer from 1 to 10000000, got "many"'],
    [['--page-size', '1001'], '"--page-size" must be an integer from 1 to 1000, got "1001"'],
    [['--only', 'curl'], '"--only" must name contestants out of headwater, got, fetch, faros, got "curl"'],
    [['--sink', 'file'], '"--sink" must be "null" or "pipe", got "file"'],
  ])('%j is one sentence and exit code 2', async (args, sentence) => {
    await expect(run(process.execPath, [bench, ...args])).rejects.toMatchObject({ code: 2, stderr: `${sentence}\n` });
  });
});
