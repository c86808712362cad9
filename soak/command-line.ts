import { parseArgs } from 'node:util';

/** What a soak does. */
export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** The one case to run; `undefined` for as many as the time allows. */
  readonly only: number | undefined;
  readonly parallel: number;
}

/** What `--help` prints. */
export const helpText = `Usage: pnpm soak [flags]

Reads the example API with a connector of every kind of stream, ends it after random lines, starts it again from its
last state, and checks that nothing is lost. Ends with 1 at the first promise that is broken.

  --minutes N    how long (5)
  --seed S       which cases (another one each time)
  --case N       this case of the seed alone
  --parallel N   cases at the same time (2)
  --help         print this
`;

/** Flags that cannot be used. */
export class UsageError extends Error {}

/**
 * Reads the arguments of the soak. Gives `undefined` when they ask for help.
 *
 * @param newSeed what the seed is when none is given
 * @throws UsageError when they cannot be used
 */
export function parseCommandLine(args: readonly string[], newSeed: number): SoakOptions | undefined {
  const flags = readFlags(args);
  if (flags.help) return undefined;
  return {
    minutes: numberOf('minutes', flags.minutes, 0.01, 10_000),
    seed: integerOf('seed', flags.seed ?? String(newSeed), 0, 2 ** 32 - 1),
    only: flags.case === undefined ? undefined : integerOf('case', flags.case, 0, 2 ** 32 - 1),
    parallel: integerOf('parallel', flags.parallel, 1, 64),
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      // pnpm hands on the `--` that may stand before the flags.
      args: args.filter((arg) => arg !== '--'),
      options: {
        minutes: { type: 'string', default: '5' },
        seed: { type: 'string' },
        case: { type: 'string' },
        parallel: { type: 'string', default: '2' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function integerOf(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`"--${flag}" must be an integer from ${min} to ${max}, got "${text}"`);
}

function numberOf(flag: string, text: string, min: number, max: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`"--${flag}" must be a number from ${min} to ${max}, got "${text}"`);
}
