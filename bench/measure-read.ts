import type { Contestant, ContestantName } from './contestant.ts';
import { median } from './median.ts';
import type { ReadCase, ReadResult } from './results.ts';
import { type ProcessRun, runProcess, type Sink } from './run-process.ts';
import { expectSameIds, type Output, readOutput } from './verify-output.ts';

/** One size to read. */
export interface ReadPlan {
  readonly apiUrl: string;
  readonly records: number;
  readonly pageSize: number;
  readonly sink: Sink;
  readonly rounds: number;
}

/**
 * Lets all contestants read the same records. First each reads untimed: its output is checked, and the API's cache gets
 * warm. Then they read in turns, so that whatever disturbs the machine disturbs all of them.
 *
 * @throws Error when a contestant fails, or writes other records than the first.
 */
export async function measureRead(plan: ReadPlan, contestants: readonly Contestant[]): Promise<ReadCase> {
  const { apiUrl, records, pageSize, sink, rounds } = plan;
  const outputBytes = new Map<ContestantName, number>();
  let expected: Output | undefined;
  for (const contestant of contestants) {
    const output = await readOutput(contestant, apiUrl, pageSize, records);
    expectSameIds(contestant, output, (expected ??= output));
    outputBytes.set(contestant.name, output.bytes);
  }
  expected = undefined;

  const runs = new Map<ContestantName, ProcessRun[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, read } of contestants) {
      runs.get(name)?.push(await runProcess(read(apiUrl, pageSize), sink));
    }
  }
  const results = contestants.map(({ name }) => [
    name,
    summary(runs.get(name) ?? [], records, outputBytes.get(name) ?? 0),
  ]);
  return { records, pageSize, sink, contestants: Object.fromEntries(results) as ReadCase['contestants'] };
}

function summary(runs: readonly ProcessRun[], recordCount: number, outputBytes: number): ReadResult {
  const ms = median(runs.map((run) => run.ms));
  return {
    recordCount,
    outputBytes,
    ms,
    cpuMs: median(runs.map((run) => run.cpuMs)),
    recordsPerSecond: recordCount / (ms / 1000),
    megabytesPerSecond: outputBytes / 1_000_000 / (ms / 1000),
    peakMemoryMb: median(runs.map((run) => run.peakMemoryMb)),
    roundsMs: runs.map((run) => run.ms),
  };
}
