import { CommandError } from '../../command-error.ts';
import { isSameRequest } from '../answer-fit.ts';
import { comparable } from '../comparable-request.ts';
import type { ApiRequest } from '../exchange.ts';
import { type Replay, startReplay } from '../start-replay.ts';
import { toExchanges, type Track } from './track.ts';
import { chainOf } from './trim-tracks.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface ProofOptions {
  /** Whose pages must all be asked for. */
  readonly owner: string;
  readonly recordedAt: Date;
  readonly env: Env;
  /** Runs a connector. Resolves with the problem that it had, in a sentence. */
  readonly run: (env: Env) => Promise<string | undefined>;
}

/** What became of running a connector on a recording. */
export interface Proof {
  /** The recorded requests that were asked for. */
  readonly used: ReadonlySet<ApiRequest>;
  /** Why the recording does not do, in a sentence; `undefined` when it does. */
  readonly problem: string | undefined;
}

/** Runs a connector on tracks, to see whether they are enough for it, and which of them it needs. */
export async function proveReplay(
  tracks: readonly Track[],
  { owner, recordedAt, env, run }: ProofOptions,
): Promise<Proof> {
  const replay = await startReplay({ exchanges: toExchanges(tracks), recordedAt }, { env });
  try {
    const failure = await run({ ...env, ...replay.env }).catch(problemOf);
    const used = new Set(replay.requests.flatMap(({ recordedRequest }) => recordedRequest ?? []));
    const problem =
      replay.missing[0] ??
      failure ??
      standIn(replay) ??
      unreached(
        tracks.filter((track) => track.owner === owner),
        used,
      );
    return { used, problem };
  } finally {
    await replay.close();
  }
}

function problemOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  throw error;
}

/** A request that was taken for several others: its records came several times. */
function standIn({ requests }: Replay): string | undefined {
  const found = Map.groupBy(requests, ({ recordedRequest }) => recordedRequest).entries();
  for (const [recorded, asked] of found) {
    if (recorded === undefined) continue;
    const others = Map.groupBy(asked, ({ request }) => comparable(request).key);
    // Two reads up to the present end at different seconds.
    const different = [...others.values()].flatMap(([one], index, all) =>
      one !== undefined && all.slice(0, index).some(([other]) => other && isSameRequest(other.request, one.request))
        ? []
        : [one],
    );
    if (different.length > 1)
      return `${recorded.method} ${recorded.url} stands for ${different.length} different requests`;
  }
  return undefined;
}

/** A page that nobody asks for although the first of its chain is asked for: paging has ended too early. */
function unreached(tracks: readonly Track[], used: ReadonlySet<ApiRequest>): string | undefined {
  for (const chain of Map.groupBy(tracks, chainOf).values()) {
    const isAsked = chain.some(({ request, isSecond }) => !isSecond && used.has(request));
    const missed = chain.find(({ request, isSecond }) => !isSecond && !used.has(request));
    if (isAsked && missed !== undefined)
      return `${missed.request.method} ${missed.request.url} is not asked for any more`;
  }
  return undefined;
}
