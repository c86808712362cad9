import type { JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import { counted } from '../../terminal/show.ts';
import { NotTestable } from '../standard-test.ts';
import { valueAtPath } from './json-shapes.ts';
import type { TestedStream } from './tested-stream.ts';

const SHOWN = 3;

/**
 * The records of a full refresh.
 *
 * @throws NotTestable when it has none.
 */
export async function recordsOf(stream: TestedStream): Promise<readonly JsonObject[]> {
  const { records } = await stream.readWithOthers();
  if (records.length === 0) throw new NotTestable('the read gave no records');
  return records;
}

/** The key of a record as text: `17`, or `17/4` where it has two fields; the whole record for a stream without a key. */
export function keyOf(record: JsonObject, { primaryKey }: Pick<TestedStream, 'primaryKey'>): string {
  if (primaryKey.length === 0) return canonicalJson(record);
  return primaryKey.map((path) => canonicalJson(valueAtPath(record, path) ?? null)).join('/');
}

/** The first keys of some records, for a message: `id 1, id 4, …`. */
export function showKeys(records: readonly JsonObject[], stream: Pick<TestedStream, 'primaryKey'>): string {
  const name = stream.primaryKey.map((path) => path.join('.')).join('/');
  if (name === '') return counted(records.length, 'record');
  const keys = records.slice(0, SHOWN).map((record) => keyOf(record, stream));
  return `${name} ${keys.join(', ')}${records.length > SHOWN ? ', …' : ''}`;
}
