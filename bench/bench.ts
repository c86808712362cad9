// Measures the kit beside bare loops and another kit: speed, memory, start-up. See README.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BenchOptions, helpText, parseCommandLine, UsageError } from './command-line.ts';
import { bareLoop, connector, type Contestant } from './contestant.ts';
import { withExampleApi } from './example-api-process.ts';
import { farosPeer } from './faros-peer.ts';
import { compareWithGoals } from './goals.ts';
import { type HeadwaterConnector, headwaterConnector } from './headwater-connector.ts';
import { measureRead } from './measure-read.ts';
import { measureStartUp } from './measure-start-up.ts';
import { printResults } from './print-results.ts';
import type { BenchResults, ReadCase, StartUp } from './results.ts';

/** Rounds of the memory run: memory varies less than time. */
const MEMORY_ROUNDS = 2;

interface Contest {
  readonly contestants: readonly Contestant[];
  readonly headwater: HeadwaterConnector | undefined;
  readonly skipped: Record<string, string>;
}

async function prepare({ only }: BenchOptions, folder: string): Promise<Contest> {
  const headwater = only.includes('headwater') ? await headwaterConnector(folder) : undefined;
  const contestants: Contestant[] = headwater === undefined ? [] : [connector('headwater', headwater)];
  const skipped: Record<string, string> = {};
  for (const name of ['got', 'fetch'] as const) if (only.includes(name)) contestants.push(bareLoop(name));
  if (only.includes('faros')) {
    try {
      contestants.push(connector('faros', farosPeer(folder)));
    } catch (error) {
      skipped['faros'] = `it could not be installed, ${(error as Error).message.split('\n').slice(0, 2).join(' ')}`;
    }
  }
  return { contestants, headwater, skipped };
}

async function measureReads(options: BenchOptions, contestants: readonly Contestant[]): Promise<ReadCase[]> {
  const { records, pageSizes, rounds, memoryRecords, sink = 'null' } = options;
  const largestPage = Math.max(...pageSizes);
  const cases = await withExampleApi({ records, listings: pageSizes.length }, async (apiUrl) => {
    const plan = { apiUrl, records, rounds };
    const measured: ReadCase[] = [];
    for (const pageSize of pageSizes) {
      say(`${records} records, ${pageSize} a page, ${rounds} rounds`);
      measured.push(await measureRead({ ...plan, pageSize, sink }, contestants));
    }
    if (options.sink === undefined) {
      say(`${records} records, ${largestPage} a page, into a pipe`);
      measured.push(await measureRead({ ...plan, pageSize: largestPage, sink: 'pipe' }, contestants));
    }
    return measured;
  });
  if (memoryRecords === 0) return cases;
  say(`${memoryRecords} records, ${largestPage} a page, for memory`);
  const compared = contestants.filter(({ name }) => name === 'headwater' || name === 'got');
  const large = await withExampleApi({ records: memoryRecords, listings: 1 }, (apiUrl) =>
    measureRead({ apiUrl, records: memoryRecords, pageSize: largestPage, sink, rounds: MEMORY_ROUNDS }, compared),
  );
  return [...cases, large];
}

function measureStartUps(options: BenchOptions, { headwater, contestants }: Contest): Promise<StartUp> {
  say('start-up');
  return withExampleApi({ records: 10, listings: 1 }, async (smallApiUrl) =>
    measureStartUp({ headwater, contestants, smallApiUrl, rounds: options.startUpRounds }),
  );
}

async function bench(options: BenchOptions): Promise<BenchResults> {
  const startedAt = new Date();
  const before = loadavg()[0] ?? 0;
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const contest = await prepare(options, folder);
  const cases = await measureReads(options, contest.contestants);
  const startUp = await measureStartUps(options, contest);
  return {
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    load: { before, after: loadavg()[0] ?? 0 },
    cases,
    startUp,
    goals: compareWithGoals(cases, startUp),
    skipped: contest.skipped,
  };
}

function say(what: string): void {
  process.stderr.write(`… ${what}\n`);
}

// An end by signal runs the exit handlers too, which stop the API.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  const options = parseCommandLine(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(helpText);
  } else {
    const results = await bench(options);
    mkdirSync(dirname(options.out), { recursive: true });
    writeFileSync(options.out, `${JSON.stringify(results, undefined, 2)}\n`);
    process.stdout.write(printResults(results));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
