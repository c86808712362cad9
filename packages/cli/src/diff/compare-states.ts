import type { JsonObject, StreamState } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import { showState } from '../reading/show-state.ts';
import { counted, showCount } from '../terminal/show.ts';
import { breaking, type Change, harmless } from './change.ts';
import { keyOf, pairRecords, type RecordKey } from './pair-records.ts';
import type { VersionRead } from './version-read.ts';

/** Compares where two reads ended. Other states are no fault as long as the new version understands the old ones. */
export function compareStates(before: VersionRead, after: VersionRead): Change[] {
  const [had, has] = [before.states.at(-1)?.state, after.states.at(-1)?.state];
  if (canonicalJson(lasting(had)) === canonicalJson(lasting(has))) return [];
  return [harmless('state', `ends with another state: ${showState(had)} → ${showState(has)}`)];
}

/** A state without what differs from read to read: how long it took. */
function lasting({ lookback_window: _took, ...rest }: StreamState = {}): StreamState {
  return rest;
}

/** States of the old version to read on from: the one it ended with, and one from the middle, after which there is more to read. */
export function chosenStates({ states, records }: Pick<VersionRead, 'states' | 'records'>): StreamState[] {
  const last = states.at(-1)?.state;
  if (last === undefined) return [];
  const distance = ({ recordsBefore }: VersionRead['states'][number]): number =>
    Math.abs(recordsBefore - records.length / 2);
  const middle = states
    .filter(({ state, recordsBefore }) => recordsBefore > 0 && canonicalJson(state) !== canonicalJson(last))
    .toSorted((a, b) => distance(a) - distance(b))[0];
  return middle === undefined ? [last] : [middle.state, last];
}

export interface ResumeFacts {
  readonly key: RecordKey;
  /** What the new version reads from the beginning. */
  readonly whole: readonly JsonObject[];
}

/** Compares what two versions read from a state of the old one: the new one must give what the old one would. */
export function compareResumes(before: VersionRead, after: VersionRead, { key, whole }: ResumeFacts): Change[] {
  if (after.problem !== undefined) return [breaking('state-lost', `the new version fails: ${after.problem}`)];
  const readable = new Set(whole.map((record) => keyOf(record, key)));
  const { gone, added } = pairRecords(before.records, after.records, key);
  // What the version never reads is no fault of the state.
  const lost = gone.filter((record) => readable.has(keyOf(record, key)));
  const changes: Change[] = [];
  if (lost.length > 0) {
    const words = lost.length === 1 ? '1 record is' : `${showCount(lost.length)} records are`;
    changes.push(breaking('state-lost', `${words} not read`));
  }
  if (added.length === 0) return changes;
  const isWhole = after.records.length >= whole.length;
  const counts = `${showCount(after.records.length)} instead of ${counted(before.records.length, 'record')}`;
  return [...changes, isWhole ? breaking('state-lost', `all is read again: ${counts}`) : harmless('state', counts)];
}
