import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AirbyteMessage } from '@headwater/cdk';
import { canonicalJson } from './exact-json.ts';
import type { Journey, KillPlace } from './kill-plan.ts';
import { readOnce } from './read-once.ts';
import { isComplete, type ReadRun } from './read-run.ts';
import { labelOf, type StreamUnderTest } from './stream-under-test.ts';

/** A connector, and what it is to read. */
export interface Connector {
  /** The program and its first arguments, before `read`: `['node', 'src/main.ts']`. */
  readonly command: readonly string[];
  readonly config: unknown;
  readonly streams: readonly StreamUnderTest[];
  /** Further arguments of `read`. */
  readonly args?: readonly string[];
  /** Environment variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** A process that takes longer to end, by itself or after SIGTERM, has failed. @default 20000 */
  readonly limitMs?: number;
}

/** The last STATE of each stream, as the connector wrote it. */
export type LastStates = ReadonlyMap<string, unknown>;

/** How a journey goes on beyond its kills. */
export interface TakeJourneyOptions {
  /** How often a read that fails by itself, as one does when its API fails too often, is started again. @default 0 */
  readonly restarts?: number;
  /** The runs that the journey begins with, when they have been made before. @default none */
  readonly madeRuns?: readonly ReadRun[];
  /** Reads from some states to the end, in place of a run of its own. @default a run for each journey */
  readonly finish?: (states: LastStates) => Promise<ReadRun>;
  /**
   * Runs that come after the read has reached its end, as the next sync does, from its last state; called before each.
   * @default none
   */
  readonly followingRuns?: readonly (() => void | Promise<void>)[];
}

const DEFAULT_LIMIT_MS = 20_000;

/**
 * Reads with a connector until it comes to the end, through all kills of a journey: each run starts from the last STATE of each
 * stream that anybody saw. Gives the runs in their order.
 *
 * @param connector the same for all runs, or one for each, by the number of runs before it
 */
export async function takeJourney(
  connector: Connector | ((run: number) => Connector),
  journey: Journey,
  options: TakeJourneyOptions = {},
): Promise<ReadRun[]> {
  const {
    restarts = 0,
    followingRuns = [],
    madeRuns = [],
    finish = (from: LastStates) => readFrom(connectorOfRun(), from),
  } = options;
  const runs: ReadRun[] = [];
  const connectorOfRun = (): Connector => (typeof connector === 'function' ? connector(runs.length) : connector);
  const states = new Map<string, unknown>();
  const add = (run: ReadRun): void => {
    runs.push(run);
    for (const [label, state] of statesOf(run)) states.set(label, state);
  };
  const isFinished = (): boolean => runs.length > 0 && isComplete(runs.at(-1) as ReadRun);

  for (const run of madeRuns) add(run);
  for (const place of journey) {
    add(await readFrom(connectorOfRun(), states, place));
    if (isFinished()) break;
  }
  const toTheEnd = async (): Promise<void> => {
    for (let tries = 0; tries <= restarts; tries++) {
      add(await finish(states));
      if (isFinished()) return;
    }
  };
  if (!isFinished()) await toTheEnd();
  for (const prepare of followingRuns) {
    await prepare();
    await toTheEnd();
  }
  return runs;
}

/** One read from some states. */
export async function readFrom(connector: Connector, states: LastStates, kill?: KillPlace): Promise<ReadRun> {
  const { command, config, streams, args = [], env, limitMs = DEFAULT_LIMIT_MS } = connector;
  const folder = await mkdtemp(join(tmpdir(), 'kill-anywhere-'));
  // A config has secrets.
  const removeAtExit = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeAtExit);
  try {
    const inputs = { config, catalog: catalogOf(streams), ...(states.size > 0 && { state: [...states.values()] }) };
    const files: string[] = [];
    for (const [name, content] of Object.entries(inputs)) {
      const file = join(folder, `${name}.json`);
      await writeFile(file, canonicalJson(content), { mode: 0o600 });
      files.push(`--${name}`, file);
    }
    return await readOnce({ command: [...command, 'read', ...files, ...args], kill, env, limitMs });
  } finally {
    await rm(folder, { recursive: true, force: true });
    process.off('exit', removeAtExit);
  }
}

/** The last STATE of each stream in a run. */
export function statesOf({ messages }: ReadRun): LastStates {
  const states = new Map<string, unknown>();
  for (const message of messages) {
    const state = stateOf(message);
    if (state !== undefined) states.set(labelOf(state.stream.stream_descriptor), state);
  }
  return states;
}

function stateOf(message: AirbyteMessage) {
  return message.type === 'STATE' && message.state.stream !== undefined ? message.state : undefined;
}

function catalogOf(streams: readonly StreamUnderTest[]): unknown {
  return {
    streams: streams.map(({ name, namespace, syncMode, primaryKey }) => ({
      stream: { name, namespace, json_schema: {}, supported_sync_modes: ['full_refresh', 'incremental'] },
      sync_mode: syncMode,
      destination_sync_mode: 'append',
      primary_key: primaryKey,
    })),
  };
}
