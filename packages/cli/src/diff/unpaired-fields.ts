import { isJsonObject, type JsonObject } from '@headwater/cdk/protocol';
import { type ChangedField, typeOf } from './changed-fields.ts';
import type { PairedRecords } from './pair-records.ts';

interface Tally {
  /** In how many records the field has a value. */
  count: number;
  /** The types of its values, each with the first that came. */
  readonly types: Map<string, { readonly record: JsonObject; readonly value: unknown; count: number }>;
}

/**
 * What became of the fields of records that belong to none of the other read, as all do where the key itself has changed: values of a
 * type that no record had before, and fields that each of them had and none has now.
 */
export function unpairedFields(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  { gone, added }: Pick<PairedRecords, 'gone' | 'added'>,
): ChangedField[] {
  if (gone.length === 0 || added.length === 0) return [];
  const had = tally(before);
  const retyped = [...tally(added)].flatMap(([path, { types }]) => {
    const known = had.get(path)?.types ?? new Map();
    const fresh = [...types].filter(([type]) => !known.has(type));
    const [[, now] = []] = fresh;
    const [old] = known.values();
    if (now === undefined || old === undefined) return [];
    const names = [[...known.keys()], fresh.map(([type]) => type)].map((all) => all.join(' or ')).join(' → ');
    const count = fresh.reduce((sum, [, one]) => sum + one.count, 0);
    const example = { record: now.record, before: old.value, after: now.value };
    return [{ path, count, isLost: false, retyped: names, example }];
  });
  const has = tally(after);
  const lost = [...tally(gone)].flatMap(([path, { count, types }]) => {
    const [old] = types.values();
    if (old === undefined || count < gone.length || has.has(path)) return [];
    const example = { record: old.record, before: old.value, after: undefined };
    return [{ path, count, isLost: true, retyped: undefined, example }];
  });
  return [...retyped, ...lost];
}

/** The values of each field by its path, `address` and `address.city` both. Arrays are taken as a whole. */
function tally(records: readonly JsonObject[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const record of records) addFields(record, '', record);
  return tallies;

  function addFields(fields: JsonObject, prefix: string, record: JsonObject): void {
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined || value === null) continue;
      const path = `${prefix}${name}`;
      const found = tallies.get(path) ?? { count: 0, types: new Map() };
      tallies.set(path, found);
      found.count++;
      const type = typeOf(value);
      const ofType = found.types.get(type) ?? { record, value, count: 0 };
      found.types.set(type, ofType);
      ofType.count++;
      if (isJsonObject(value)) addFields(value, `${path}.`, record);
    }
  }
}
