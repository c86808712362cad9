import { spawnSync } from 'node:child_process';
import type { Contestant } from './contestant.ts';
import type { HeadwaterConnector } from './headwater-connector.ts';
import { median } from './median.ts';
import type { StartUp } from './results.ts';

/** What is measured besides `node -e 0`. */
export interface StartUpPlan {
  /** Absent when it takes no part. */
  readonly headwater: HeadwaterConnector | undefined;
  readonly contestants: readonly Contestant[];
  /** An API with ten records. */
  readonly smallApiUrl: string;
  readonly rounds: number;
}

/**
 * Measures how long programs take that have next to nothing to do, in turns.
 *
 * No command here needs the network: the `check` is of a config without its token, `discover` describes a fixed catalog.
 *
 * @throws Error when a command does not answer with the message it is for.
 */
export function measureStartUp({ headwater, contestants, smallApiUrl, rounds }: StartUpPlan): StartUp {
  const commands: Record<string, Command> = headwater === undefined ? {} : commandsOf(headwater);
  for (const [name, { args, message }] of Object.entries(commands)) {
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (!stdout.includes(`"type":"${message}"`)) throw new Error(`${name} gave no ${message} but ${stdout}`);
  }
  const programs: Record<string, readonly string[]> = { empty: ['-e', '0'] };
  for (const [name, { args }] of Object.entries(commands)) programs[name] = args;
  for (const { name, readArgs } of contestants) programs[`read ${name}`] = readArgs(smallApiUrl, 1000);

  const times = timeInTurns(programs, rounds);
  const pick = (names: readonly string[], prefix = '') =>
    Object.fromEntries(names.map((name) => [name, times.get(prefix + name)]));
  return {
    empty: times.get('empty') ?? Number.NaN,
    commands: pick(Object.keys(commands)),
    firstPage: pick(
      contestants.map(({ name }) => name),
      'read ',
    ),
  };
}

interface Command {
  readonly args: readonly string[];
  /** The type of the message that answers it. */
  readonly message: string;
}

function commandsOf({ main, inputs }: HeadwaterConnector): Record<keyof Required<StartUp['commands']>, Command> {
  const api_url = 'http://127.0.0.1:9/v1';
  const valid = inputs.config({ api_url, api_token: 'example-token' });
  const withoutToken = inputs.config({ api_url });
  return {
    spec: { args: [main, 'spec'], message: 'SPEC' },
    check: { args: [main, 'check', '--config', withoutToken], message: 'CONNECTION_STATUS' },
    discover: { args: [main, 'discover', '--config', valid], message: 'CATALOG' },
  };
}

function timeInTurns(programs: Record<string, readonly string[]>, rounds: number): Map<string, number> {
  const times = new Map<string, number[]>();
  // The first round only brings the files into memory.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, args] of Object.entries(programs)) {
      const startedAt = performance.now();
      spawnSync(process.execPath, args, { stdio: 'ignore' });
      const ms = performance.now() - startedAt;
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}
