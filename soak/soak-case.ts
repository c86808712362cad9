import { startExampleApi } from '@headwater/example-api';
import {
  checkJourney,
  type Journey,
  type JourneyResult,
  randomLines,
  seededRandom,
  takeJourney,
} from '@headwater/kill-anywhere';
import { faultMix } from './fault-mix.ts';
import type { SoakConnector } from './soak-connector.ts';
import { expectedRecords, type ReadSize, type StreamKind, streamKinds } from './stream-kind.ts';

/** A read that fails is started again so often: what is left of the faults then is too little to fail it. */
const RESTARTS = 30;

/** Lines that each stream says besides its records: its statuses, and one STATE for each page of five. */
const LINES_A_RECORD = 1.2;

/** One journey of the soak, which a seed decides whole. */
export interface SoakCase {
  readonly seed: number;
  readonly kinds: readonly StreamKind[];
  readonly size: ReadSize;
  /** Records of each resource. */
  readonly records: number;
  readonly latencyMs: number;
  readonly hasFaults: boolean;
  readonly kills: number;
}

/** The case of a seed. */
export function soakCase(seed: number): SoakCase {
  const random = seededRandom(seed);
  const count = 1 + random.below(streamKinds.length);
  return {
    seed,
    kinds: streamKinds.filter((_, index) => (index + random.below(streamKinds.length)) % streamKinds.length < count),
    size: { pageSize: random.pick([3, 5, 10, 20]), concurrency: random.pick([1, 4]) },
    records: random.pick([10, 40, 100]),
    latencyMs: random.pick([0, 0, 5, 20]),
    hasFaults: random.below(2) === 1,
    kills: 1 + random.below(6),
  };
}

/** Makes the journey of a case, against an API of its own, and checks it. */
export async function runSoakCase(connector: SoakConnector, options: SoakCase): Promise<JourneyResult> {
  const { seed, kinds, size, records, latencyMs, hasFaults, kills } = options;
  const random = seededRandom(seed + 1);
  const api = await startExampleApi({ seed, size: records, latencyMs });
  try {
    const expected = expectedRecords(kinds, api.shop);
    const lines = Object.values(expected).reduce((sum, { length }) => sum + 6 + length * LINES_A_RECORD, 0);
    for (const rule of hasFaults ? faultMix(random, Math.ceil(lines)) : []) api.faults.add(rule);
    const [journey] = randomLines({ seed, journeys: 1, kills })(Math.ceil(lines)) as [Journey];
    const reads = connector.reads(kinds, api, size);
    const runs = await takeJourney(reads, journey, { restarts: RESTARTS });
    return checkJourney(runs, reads.streams, { expected });
  } finally {
    await api.close();
  }
}
