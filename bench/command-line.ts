import { parseArgs } from 'node:util';
import { CONTESTANT_NAMES, type ContestantName } from './contestant.ts';
import type { Sink } from './run-process.ts';

/** What a run measures. */
export interface BenchOptions {
  readonly records: number;
  readonly pageSizes: readonly number[];
  /** How often each contestant reads each case; the median counts. */
  readonly rounds: number;
  /** Records of the run that shows whether memory grows; 0 for none. */
  readonly memoryRecords: number;
  readonly startUpRounds: number;
  readonly only: readonly ContestantName[];
  /** `undefined` for null, and one case more with a pipe. */
  readonly sink: Sink | undefined;
  /** Where the JSON goes. */
  readonly out: string;
}

/** What `--help` prints. */
export const helpText = `Usage: pnpm bench [flags]

Reads one stream with the example connector, with bare loops and with another kit, in turns, and compares them.

  --records N         records to read (100000)
  --page-size N       records a page, 1 to 1000; can be given several times (100 and 1000)
  --rounds N          how often each contestant reads each case (5)
  --memory-records N  records of the memory run, 0 for none (1000000)
  --only A,B          contestants: ${CONTESTANT_NAMES.join(', ')} (all)
  --sink null|pipe    where their stdout goes (null, and one case with a pipe)
  --quick             20,000 records, one page size, one round, no memory run: shows that it works
  --out FILE          where the JSON goes (bench/results/latest.json)
  --help              print this
`;

/** Flags that cannot be used. */
export class UsageError extends Error {}

/**
 * Reads the arguments of the benchmark. Gives `undefined` when they ask for help.
 *
 * @throws UsageError when they cannot be used.
 */
export function parseCommandLine(args: readonly string[]): BenchOptions | undefined {
  const flags = readFlags(args);
  if (flags.help) return undefined;
  const { quick } = flags;
  const pageSizes = flags['page-size'] ?? (quick ? ['1000'] : ['100', '1000']);
  return {
    records: integer('records', flags.records ?? (quick ? '20000' : '100000'), 1, 10_000_000),
    pageSizes: pageSizes.map((text) => integer('page-size', text, 1, 1000)),
    rounds: integer('rounds', flags.rounds ?? (quick ? '1' : '5'), 1, 1000),
    memoryRecords: integer('memory-records', flags['memory-records'] ?? (quick ? '0' : '1000000'), 0, 10_000_000),
    startUpRounds: quick ? 3 : 15,
    only: flags.only === undefined ? CONTESTANT_NAMES : flags.only.split(',').map(contestantName),
    sink: sinkOf(flags.sink ?? (quick ? 'null' : undefined)),
    out: flags.out ?? `${import.meta.dirname}/results/latest.json`,
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      // pnpm hands on the `--` that may stand before the flags.
      args: args.filter((arg) => arg !== '--'),
      options: {
        records: { type: 'string' },
        'page-size': { type: 'string', multiple: true },
        rounds: { type: 'string' },
        'memory-records': { type: 'string' },
        only: { type: 'string' },
        sink: { type: 'string' },
        quick: { type: 'boolean', default: false },
        out: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function integer(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`"--${flag}" must be an integer from ${min} to ${max}, got "${text}"`);
}

function contestantName(text: string): ContestantName {
  const name = CONTESTANT_NAMES.find((known) => known === text);
  if (name !== undefined) return name;
  throw new UsageError(`"--only" must name contestants out of ${CONTESTANT_NAMES.join(', ')}, got "${text}"`);
}

function sinkOf(text: string | undefined): Sink | undefined {
  if (text === undefined || text === 'null' || text === 'pipe') return text;
  throw new UsageError(`"--sink" must be "null" or "pipe", got "${text}"`);
}
