import type { JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import { counted, truncate } from '../terminal/show.ts';
import { breaking, type Change, harmless } from './change.ts';
import { type ChangedField, changedFields } from './changed-fields.ts';
import { keyOf, pairRecords, type RecordKey } from './pair-records.ts';
import { unpairedFields } from './unpaired-fields.ts';

export interface RecordCounts {
  readonly added: number;
  readonly gone: number;
  readonly changed: number;
}

export interface RecordComparison {
  readonly counts: RecordCounts;
  readonly changes: readonly Change[];
}

/** So much of a value is shown. */
const LONGEST_VALUE = 40;
const SHOWN_KEYS = 3;

/**
 * Compares what two versions read.
 *
 * @param isSameSource Both were answered the same, so that a record that is gone is lost by the new version; a live API changes meanwhile.
 */
export function compareRecords(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  { key, isSameSource }: { readonly key: RecordKey; readonly isSameSource: boolean },
): RecordComparison {
  const { both, added, gone, isReordered } = pairRecords(before, after, key);
  const { fields, records: changed } = changedFields(both);
  const named = new Set(
    fields.filter(({ isLost, retyped }) => isLost || retyped !== undefined).map(({ path }) => path),
  );
  const unpaired = unpairedFields(before, after, { gone, added }).filter(({ path }) => !named.has(path));
  const changes = [...fields, ...unpaired].map((field) => fieldChange(field, key));
  if (gone.length > 0) {
    const words = `${showRecords(gone, key)} no longer read`;
    changes.push(isSameSource ? breaking('records-gone', words) : harmless('records-gone', words));
  }
  if (added.length > 0) changes.push(harmless('records-added', `${showRecords(added, key)} read that were not before`));
  if (isReordered) changes.push(harmless('record-order', 'the records come in another order'));
  return { counts: { added: added.length, gone: gone.length, changed }, changes };
}

function fieldChange(field: ChangedField, key: RecordKey): Change {
  const { path } = field;
  if (field.isLost) return breaking('field-removed', `field ${path} has no values any more`, { path });
  const where = `in ${counted(field.count, 'record')}: ${showExample(field, key)}`;
  return field.retyped === undefined
    ? harmless('records-changed', `field ${path} has other values ${where}`, { path })
    : breaking('field-retyped', `values of field ${path}: ${field.retyped} ${where}`, { path });
}

function showExample({ example: { record, before, after } }: ChangedField, key: RecordKey): string {
  const values = `${show(before)} → ${show(after)}`;
  return key.length === 0 ? values : `${values} (${nameOf(key)} ${keyOf(record, key)})`;
}

/** `2 records (id 17, 230)`. */
function showRecords(records: readonly JsonObject[], key: RecordKey): string {
  if (key.length === 0) return counted(records.length, 'record');
  const keys = records.slice(0, SHOWN_KEYS).map((record) => keyOf(record, key));
  if (records.length > SHOWN_KEYS) keys.push('…');
  return `${counted(records.length, 'record')} (${nameOf(key)} ${keys.join(', ')})`;
}

function nameOf(key: RecordKey): string {
  return key.map((path) => path.join('.')).join('/');
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : truncate(canonicalJson(value), LONGEST_VALUE);
}
