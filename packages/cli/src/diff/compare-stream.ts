import type { StreamState } from '@headwater/cdk/protocol';
import { showState } from '../reading/show-state.ts';
import { breaking, type Change, harmless } from './change.ts';
import type { StreamPair } from './compare-catalogs.ts';
import { compareRecords, type RecordCounts } from './compare-records.ts';
import { compareRequests } from './compare-requests.ts';
import { chosenStates, compareResumes, compareStates, type ResumeFacts } from './compare-states.ts';
import type { Version } from './version.ts';
import type { VersionRead } from './version-read.ts';

/** How a stream was read by both versions, in numbers. */
export interface StreamComparison {
  readonly stream: string;
  readonly before: ReadCounts;
  readonly after: ReadCounts;
  /** `undefined` when one of the reads failed. */
  readonly records: RecordCounts | undefined;
  readonly changes: readonly Change[];
}

export interface ReadCounts {
  readonly records: number;
  readonly states: number;
  readonly requests: number;
}

/** Two versions, and whether they may run at the same time: not where one may use up the other's tokens. */
export interface Versions {
  readonly before: Version;
  readonly after: Version;
  readonly isRecorded: boolean;
}

/** Reads a stream with both versions, from the beginning and from states of the old one, and compares what they do. */
export async function compareStream(pair: StreamPair, versions: Versions): Promise<StreamComparison> {
  const { label, before: stream } = pair;
  const [before, after] = await onBoth(versions, (version) => version.read(stream));
  const counts = { stream: label, before: countsOf(before), after: countsOf(after) };
  const failure = failureOf(before, after);
  if (failure !== undefined) return { ...counts, records: undefined, changes: [{ ...failure, stream: label }] };

  const key = stream.source_defined_primary_key ?? [];
  const found = compareRecords(before.records, after.records, { key, isSameSource: versions.isRecorded });
  const requests = compareRequests(before.requests, after.requests);
  const changes = [
    ...found.changes.map((change) => inDoubt(change, after)),
    ...compareStates(before, after),
    ...requests,
  ];
  const isIncremental = stream.supported_sync_modes.includes('incremental');
  for (const state of isIncremental ? chosenStates(before) : []) {
    const resumed = await compareFrom(state, pair, versions, { key, whole: after.records });
    // What was said of the whole read is not said again.
    const fresh = resumed.filter(({ message }) => !requests.some((request) => request.message === message));
    const start = `from the old state ${showState(state)}`;
    changes.push(...fresh.map((change) => ({ ...change, message: `${start}: ${change.message}` })));
  }
  return { ...counts, records: found.counts, changes: changes.map((change) => ({ ...change, stream: label })) };
}

/** Reads a stream with both versions from a state of the old one. */
async function compareFrom(
  state: StreamState,
  { before: stream }: StreamPair,
  versions: Versions,
  facts: ResumeFacts,
): Promise<Change[]> {
  const [before, after] = await onBoth(versions, (version) => version.read(stream, state));
  const isAnswered = before.problem === undefined && before.missing.length === 0 && after.missing.length === 0;
  if (!isAnswered) return [failureOf(before, after)].filter((change) => change !== undefined);
  // How each begins; what follows depends on how much there is.
  const requests = compareRequests(before.requests.slice(0, 1), after.requests.slice(0, 1));
  const found = compareResumes(before, after, facts);
  // A version that fails does so whatever the answers lack.
  return [...(after.problem === undefined ? found.map((change) => inDoubt(change, after)) : found), ...requests];
}

/** Records and values that are gone are no fault of the new version where the recording may not have what it asked for. */
function inDoubt(change: Change, { doubts: [doubt] }: VersionRead): Change {
  return doubt === undefined || !change.isBreaking || change.kind === 'field-retyped'
    ? change
    : notCompared(`${change.message}; but ${doubt}`);
}

export async function onBoth<TResult>(
  { before, after, isRecorded }: Versions,
  run: (version: Version) => Promise<TResult>,
): Promise<readonly [TResult, TResult]> {
  if (isRecorded) return Promise.all([run(before), run(after)]);
  return [await run(before), await run(after)];
}

/** Why there is nothing to compare: a recording has not all that was asked, or a version fails. */
export function failureOf(
  before: Pick<VersionRead, 'problem' | 'missing'>,
  after: Pick<VersionRead, 'problem' | 'missing'>,
): Change | undefined {
  if (before.missing[0] !== undefined) return notCompared(`the old version: ${before.missing[0]}`);
  if (after.missing[0] !== undefined) return notCompared(`the new version: ${after.missing[0]}`);
  if (before.problem !== undefined && after.problem !== undefined) {
    return notCompared(`both versions fail: ${after.problem}`);
  }
  if (before.problem !== undefined) {
    return harmless('stream-fails', `only the new version can be read; the old one: ${before.problem}`);
  }
  return after.problem === undefined ? undefined : breaking('stream-fails', `the new version fails: ${after.problem}`);
}

function notCompared(message: string): Change {
  return harmless('not-compared', message);
}

function countsOf({ records, states, requests }: VersionRead): ReadCounts {
  return { records: records.length, states: states.length, requests: requests.length };
}
