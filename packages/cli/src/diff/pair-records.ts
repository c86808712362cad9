import { isJsonObject, type JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';

/** Paths of the fields that identify a record; none where whole records are compared. */
export type RecordKey = readonly (readonly string[])[];

/** The records of two reads, each with the one of the same key. */
export interface PairedRecords {
  readonly both: readonly { readonly before: JsonObject; readonly after: JsonObject }[];
  readonly added: readonly JsonObject[];
  readonly gone: readonly JsonObject[];
  /** Those that are in both came in another order. */
  readonly isReordered: boolean;
}

/**
 * Finds the records of two reads that belong together. A record that came several times, as one at the bound of two pages does, is one, as it
 * came last; without a key each counts.
 */
export function pairRecords(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  key: RecordKey,
): PairedRecords {
  const [had, has] = [placesOf(before, key), placesOf(after, key)];
  const both: { before: JsonObject; after: JsonObject }[] = [];
  const added: JsonObject[] = [];
  let isReordered = false;
  let last = -1;
  for (const [text, { record }] of has) {
    const found = had.get(text);
    if (found === undefined) {
      added.push(record);
      continue;
    }
    both.push({ before: found.record, after: record });
    isReordered ||= found.place < last;
    last = found.place;
  }
  const gone = [...had].flatMap(([text, { record }]) => (has.has(text) ? [] : [record]));
  return { both, added, gone, isReordered };
}

/** The records, each with where it came first, by what makes it the same in two reads. */
function placesOf(
  records: readonly JsonObject[],
  key: RecordKey,
): Map<string, { readonly record: JsonObject; readonly place: number }> {
  const places = new Map<string, { readonly record: JsonObject; readonly place: number }>();
  const counts = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    const isKeyed = key.length > 0 && key.every((path) => (valueAt(record, path) ?? null) !== null);
    let text = isKeyed ? keyOf(record, key) : canonicalJson(record);
    if (!isKeyed) {
      const count = (counts.get(text) ?? 0) + 1;
      counts.set(text, count);
      text = `${count} ${text}`;
    }
    places.set(text, { record, place: places.get(text)?.place ?? index });
  }
  return places;
}

/** The key of a record as text: `17`, or `17/4` where it has two fields; the whole record without a key. */
export function keyOf(record: JsonObject, key: RecordKey): string {
  if (key.length === 0) return canonicalJson(record);
  return key.map((path) => canonicalJson(valueAt(record, path) ?? null)).join('/');
}

function valueAt(record: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isJsonObject(at) ? at[name] : undefined), record);
}
