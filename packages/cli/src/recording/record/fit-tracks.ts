import { CommandError } from '../../command-error.ts';
import { askConnector } from '../../connector/ask-connector.ts';
import type { OpenConnector } from '../../connector/open-connector.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { ApiRequest } from '../exchange.ts';
import type { Capture } from './capture-exchanges.ts';
import { type Env, proveReplay } from './prove-replay.ts';
import { isIncremental, readStream } from './read-stream.ts';
import type { Track } from './track.ts';
import { hasWindows, type Trim, trimTracks } from './trim-tracks.ts';

export interface FitOptions {
  /** With which the recording will be replayed. */
  readonly config: object;
  readonly recordedAt: Date;
  /** What to try, the smallest first. */
  readonly trims: readonly Trim[];
  readonly terminal: Terminal;
}

/** A recording that has been replayed, before it is written. */
export interface Fitted {
  readonly tracks: readonly Track[];
  /** How many records a replay reads, by stream. */
  readonly records: ReadonlyMap<string, number>;
}

/**
 * Makes a recording as small as it can be: trims each stream as far as a replay still reads it to its end, then leaves out what no
 * replay asks for, such as the children of records that are gone.
 *
 * @throws CommandError for what cannot be replayed even from all that was recorded.
 */
export async function fitTracks(
  { project, start: { env, signal } }: OpenConnector,
  all: readonly Track[],
  { streams, hasDiscovery }: Pick<Capture, 'streams' | 'hasDiscovery'>,
  { config, recordedAt, trims, terminal }: FitOptions,
): Promise<Fitted> {
  const used = new Set<ApiRequest>();
  const records = new Map<string, number>();
  let tracks = all;
  for (const { stream } of streams) {
    await fit(stream.name, trims, async (runEnv) => {
      const options = { config, env: runEnv, signal };
      const first = await readStream(project, stream, options);
      records.set(stream.name, first.records);
      if (first.problem !== undefined || !isIncremental(stream)) return first.problem;
      return (await readStream(project, stream, { ...options, state: first.state })).problem;
    });
  }
  const [asItIs] = trims.slice(-1);
  if (asItIs === undefined) throw new TypeError('No way to trim was given');
  await fit('check', [asItIs], async (runEnv) => {
    const { connectionStatus } = await askConnector(project, 'CONNECTION_STATUS', {
      command: 'check',
      config,
      env: runEnv,
    });
    return connectionStatus.status === 'SUCCEEDED' ? undefined : (connectionStatus.message ?? 'it failed');
  });
  if (hasDiscovery) {
    await fit('discover', [asItIs], async (runEnv) => {
      await askConnector(project, 'CATALOG', { command: 'discover', config, env: runEnv });
      return undefined;
    });
  }
  return { tracks: tracks.filter(({ request }) => used.has(request)), records };

  /** Keeps the first of `ways` with which a replay goes to its end. */
  async function fit(
    owner: string,
    ways: readonly Trim[],
    run: (env: Env) => Promise<string | undefined>,
  ): Promise<void> {
    terminal.progress(() => `Replaying ${owner} …`);
    const recorded = tracks.filter((one) => one.owner === owner);
    const isWindowed = hasWindows(recorded);
    let reason: string | undefined;
    for (const way of ways) {
      if (way.windows !== undefined && !isWindowed) continue;
      const own = new Map(trimTracks(recorded, way).map((one) => [one.request, one]));
      const trimmed = tracks.flatMap((one) => (one.owner === owner ? (own.get(one.request) ?? []) : [one]));
      const proof = await proveReplay(trimmed, { owner, recordedAt, env, run });
      if (signal?.aborted === true) throw new CommandError('Stopped. Nothing was written.');
      reason = proof.problem;
      if (reason !== undefined) continue;
      for (const request of proof.used) used.add(request);
      tracks = trimmed;
      return;
    }
    throw new CommandError(`${owner} was recorded, but cannot be replayed: ${reason}. Nothing was written.`);
  }
}
