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

/** Finds the records of two reads that belong together. Those with the same key are taken in their order. */
export function pairRecords(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  key: RecordKey,
): PairedRecords {
  const waiting = new Map<string, { readonly record: JsonObject; readonly place: number }[]>();
  for (const [place, record] of before.entries()) {
    const text = keyOf(record, key);
    const others = waiting.get(text);
    if (others === undefined) waiting.set(text, [{ record, place }]);
    else others.push({ record, place });
  }
  const both: { before: JsonObject; after: JsonObject }[] = [];
  const added: JsonObject[] = [];
  let isReordered = false;
  let last = -1;
  for (const record of after) {
    const found = waiting.get(keyOf(record, key))?.shift();
    if (found === undefined) {
      added.push(record);
      continue;
    }
    both.push({ before: found.record, after: record });
    isReordered ||= found.place < last;
    last = found.place;
  }
  return { both, added, gone: [...waiting.values()].flat().map(({ record }) => record), isReordered };
}

/** The key of a record as text: `17`, or `17/4` where it has two fields; the whole record without a key. */
export function keyOf(record: JsonObject, key: RecordKey): string {
  if (key.length === 0) return canonicalJson(record);
  return key.map((path) => canonicalJson(valueAt(record, path) ?? null)).join('/');
}

function valueAt(record: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isJsonObject(at) ? at[name] : undefined), record);
}
