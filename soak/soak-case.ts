import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import {
  checkJourney,
  type Connector,
  everyLine,
  type Journey,
  type JourneyResult,
  killAnywhere,
  randomLines,
  type SeededRandom,
  seededRandom,
  takeJourney,
} from '@headwater/kill-anywhere';
import { faultMix } from './fault-mix.ts';
import type { SoakConnector } from './soak-connector.ts';
import { expectedRecords, type ReadSize, type StreamKind, streamKinds, streamsUnderTest } from './stream-kind.ts';

/** A read that fails is started again so often: what is left of the faults then is too little to fail it. */
const RESTARTS = 30;

/** Lines that each stream says besides its records: its statuses, and one STATE for each page of five. */
const LINES_A_RECORD = 1.2;

/** How often each way is gone: stopping at every line takes a minute. */
const WAYS = [
  ...Array.from({ length: 12 }, () => 'random lines' as const),
  ...Array.from({ length: 3 }, () => 'cut at every line' as const),
  'stop at every line' as const,
];

/** One case of the soak, which a seed decides whole. */
export interface SoakCase {
  readonly seed: number;
  /**
   * `cut at every line`: a read of one stream is cut after each. `stop at every line`: it is asked to stop after each. `random lines`: a
   * read of several is ended again and again.
   */
  readonly kills: 'cut at every line' | 'stop at every line' | 'random lines';
  readonly kinds: readonly StreamKind[];
  readonly size: ReadSize;
  /** How the second run is configured, the fourth, and so on; the same as `size` in most cases. */
  readonly otherSize: ReadSize;
  /** Records of each resource. */
  readonly records: number;
  readonly latencyMs: number;
  readonly hasFaults: boolean;
  /** How far the API's clock is ahead, when orders change while they are read; `undefined` when they do not. */
  readonly changesAtSkewMs: number | undefined;
}

/** The case of a seed. */
export function soakCase(seed: number): SoakCase {
  const random = seededRandom(seed);
  const kills = random.pick(WAYS);
  const isChanging = kills === 'random lines' && random.below(3) === 0;
  const changesAtSkewMs = isChanging ? random.pick([0, -1_500, -3_600_000, 3_600_000]) : undefined;
  const count = kills === 'random lines' ? 1 + random.below(6) : 1;
  const isStopped = kills === 'stop at every line';
  const size = sizeOf(random);
  const isReconfigured = kills === 'random lines' && random.below(4) === 0;
  return {
    seed,
    kills,
    kinds: random.some(candidates(changesAtSkewMs), count),
    size,
    otherSize: isReconfigured ? sizeOf(random) : size,
    records: isStopped ? 30 : random.pick([30, 30, 60, 100]),
    // A read that is over before the signal arrives is not stopped by it.
    latencyMs: isStopped ? random.pick([3, 10]) : random.pick([0, 0, 3, 10]),
    hasFaults: kills === 'random lines' && random.below(2) === 1,
    changesAtSkewMs,
  };
}

/** Runs a case, against an API of its own, and checks what came of it. */
export async function runSoakCase(connector: SoakConnector, soak: SoakCase): Promise<JourneyResult> {
  const { seed, records, latencyMs, kills, changesAtSkewMs: skewMs } = soak;
  const random = seededRandom(seed + 1);
  const changes: ExampleApiOptions = {
    churn: { every: 2 + random.below(4), orders: 1 + random.below(4) },
    now: () => Date.now() + (skewMs ?? 0),
  };
  const api = await startExampleApi({ seed, size: records, latencyMs, ...(skewMs !== undefined && changes) });
  try {
    return kills === 'random lines'
      ? await killAtRandom(connector, soak, api)
      : await killEverywhere(connector, soak, api);
  } finally {
    await api.close();
  }
}

async function killEverywhere(
  connector: SoakConnector,
  { kinds, size, seed, kills: way }: SoakCase,
  api: ExampleApi,
): Promise<JourneyResult> {
  const isStopped = way === 'stop at every line';
  const { cuts, kills, ...report } = await killAnywhere({
    ...connector.reads(kinds, api, size),
    expected: expectedRecords(kinds, api.shop),
    mostCuts: isStopped ? 0 : Infinity,
    plan: isStopped ? everyLine('SIGTERM') : randomLines({ seed, journeys: 2, kills: 3 }),
    parallel: 1,
  });
  return { ...report, kills: cuts + kills };
}

async function killAtRandom(connector: SoakConnector, soak: SoakCase, api: ExampleApi): Promise<JourneyResult> {
  const { kinds, size, otherSize, seed, hasFaults, changesAtSkewMs } = soak;
  const isChanging = changesAtSkewMs !== undefined;
  const random = seededRandom(seed + 2);
  const counts = Object.values(expectedRecords(kinds, api.shop)).map(({ length }) => length);
  const lines = Math.ceil(counts.reduce((sum, count) => sum + 6 + count * LINES_A_RECORD, 0));
  for (const rule of hasFaults ? faultMix(random, lines) : []) api.faults.add(rule);
  const [journey] = randomLines({ seed, journeys: 1, kills: 1 + random.below(6) })(lines) as [Journey];
  const sizes = [size, otherSize] as const;
  const reads = sizes.map((each) => connector.reads(kinds, api, each)) as [Connector, Connector];
  const runs = await takeJourney((run) => reads[run % 2 === 0 ? 0 : 1], journey, {
    restarts: RESTARTS,
    followingRuns: isChanging ? [() => api.stopChurn()] : [],
  });
  const streams = streamsUnderTest(kinds, sizes, api.shop);
  return checkJourney(runs, streams, { expected: expectedRecords(kinds, api.shop), isChanging });
}

function sizeOf(random: SeededRandom): ReadSize {
  return { pageSize: random.pick([3, 5, 10, 20]), concurrency: random.pick([1, 4]) };
}

/** The streams that may be part of a case. */
function candidates(skewMs: number | undefined): readonly StreamKind[] {
  if (skewMs === undefined) return streamKinds;
  return streamKinds.filter(({ isChanging, endsNow }) => isChanging === true && !(skewMs > 0 && endsNow === true));
}
