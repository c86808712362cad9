import { isJsonObject } from '../protocol/json.ts';

/** What the API sent on a page, whatever becomes of it. */
export interface SentRecords {
  readonly count: number;
  /** `undefined` on an empty page. A copy: whoever renames a field of the record does not change what was sent. */
  readonly last: unknown;
}

/** Takes note of records as they came, after those that came `before` on the same page. */
export function sentRecords(list: readonly unknown[], before?: SentRecords): SentRecords {
  if (list.length === 0 && before !== undefined) return before;
  const last = list.at(-1);
  return { count: (before?.count ?? 0) + list.length, last: isJsonObject(last) ? { ...last } : last };
}

/** Tells whether `list` itself, not an equal one, stands in `value` within so many levels of objects. */
export function holdsList(value: unknown, list: readonly unknown[], levels = 3): boolean {
  if (value === list) return true;
  return (
    levels > 0 && isJsonObject(value) && Object.values(value).some((member) => holdsList(member, list, levels - 1))
  );
}
