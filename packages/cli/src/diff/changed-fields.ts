import { isJsonObject, type JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';

/** A field whose values differ between the records of two reads. */
export interface ChangedField {
  /** `address.city`. Arrays are compared as a whole. */
  readonly path: string;
  /** In how many records. */
  readonly count: number;
  /** It had values, and has none in any record now. */
  readonly isLost: boolean;
  /** The types of its values, where they are others now: `number → string`. */
  readonly retyped: string | undefined;
  /** The first two values that differ. */
  readonly example: { readonly record: JsonObject; readonly before: unknown; readonly after: unknown };
}

interface Tally {
  count: number;
  had: number;
  has: number;
  retyped: string | undefined;
  readonly example: ChangedField['example'];
}

/** In what records differ from those that they belong to, and how many of them do. */
export function changedFields(pairs: Iterable<{ readonly before: JsonObject; readonly after: JsonObject }>): {
  readonly fields: ChangedField[];
  readonly records: number;
} {
  const tallies = new Map<string, Tally>();
  /** Fields that have a value in some record of the new version. */
  const alive = new Set<string>();
  let records = 0;
  for (const { before, after } of pairs) if (compare(before, after, '', before)) records++;
  const fields = [...tallies].map(([path, { count, had, has, retyped, example }]) => ({
    path,
    count,
    isLost: had > 0 && has === 0 && !alive.has(path),
    retyped,
    example,
  }));
  return { fields, records };

  /** Tells whether something differs. */
  function compare(before: JsonObject, after: JsonObject, prefix: string, record: JsonObject): boolean {
    let differs = false;
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      const [old, now] = [before[name], after[name]];
      if (isJsonObject(old) && isJsonObject(now)) {
        if (compare(old, now, path, record)) differs = true;
      } else if (isSame(old, now)) {
        if (!isEmpty(now)) alive.add(path);
      } else {
        note(path, old, now, record);
        differs = true;
      }
    }
    return differs;
  }

  function note(path: string, before: unknown, after: unknown, record: JsonObject): void {
    let tally = tallies.get(path);
    if (tally === undefined) {
      tally = { count: 0, had: 0, has: 0, retyped: undefined, example: { record, before, after } };
      tallies.set(path, tally);
    }
    tally.count++;
    if (!isEmpty(before)) tally.had++;
    if (!isEmpty(after)) tally.has++;
    if (isEmpty(before) || isEmpty(after)) return;
    const [old, now] = [typeOf(before), typeOf(after)];
    if (old !== now) tally.retyped ??= `${old} → ${now}`;
  }
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  // An absent field and a null are the same to a destination.
  if (isEmpty(before) || isEmpty(after)) return isEmpty(before) && isEmpty(after);
  return typeof before === 'object' && typeof after === 'object' && canonicalJson(before) === canonicalJson(after);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null;
}

/** The type of a value as JSON names it. */
export function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : typeof value;
}
