import { spawnSync } from 'node:child_process';
import type { Contestant } from './contestant.ts';
import type { HeadwaterConnector } from './headwater-connector.ts';
import { median } from './median.ts';
import type { StartUp } from './results.ts';
import type { NodeCall } from './run-process.ts';

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
  for (const [name, { args, env, message }] of Object.entries(commands)) {
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
    if (!stdout.includes(`"type":"${message}"`)) throw new Error(`${name} gave no ${message} but ${stdout}`);
  }
  const programs: Record<string, NodeCall> = { empty: { args: ['-e', '0'] }, ...commands };
  for (const { name, read } of contestants) programs[`read ${name}`] = read(smallApiUrl, 1000);

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

interface Command extends NodeCall {
  /** The type of the message that answers it. */
  readonly message: string;
}

function commandsOf({ start, inputs }: HeadwaterConnector): Record<keyof Required<StartUp['commands']>, Command> {
  const api_url = 'http://127.0.0.1:9/v1';
  const valid = inputs.config({ api_url, api_token: 'example-token' });
  const withoutToken = inputs.config({ api_url });
  const command = (message: string, ...args: string[]): Command => ({
    ...start,
    args: [...start.args, ...args],
    message,
  });
  return {
    spec: command('SPEC', 'spec'),
    check: command('CONNECTION_STATUS', 'check', '--config', withoutToken),
    discover: command('CATALOG', 'discover', '--config', valid),
  };
}

function timeInTurns(programs: Record<string, NodeCall>, rounds: number): Map<string, number> {
  const times = new Map<string, number[]>();
  // The first round only brings the files into memory.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { args, env }] of Object.entries(programs)) {
      const startedAt = performance.now();
      spawnSync(process.execPath, args, { stdio: 'ignore', env: { ...process.env, ...env } });
      const ms = performance.now() - startedAt;
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}
