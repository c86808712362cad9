import type { JsonObject, JsonValue } from '@headwater/cdk/protocol';
import { isObject } from '../subject/json-shapes.ts';
import { compareCursors, type CursorValue, inTheFuture, isCursorValue } from './cursor-values.ts';

/**
 * The least that a state says to have been read: a read from it has no use for records before that. `undefined` for a state that is
 * in no form that is known.
 *
 * Known are `{ [field]: value }`, ranges (`{ state_type, slices }`), and either of them for each partition.
 */
export function stateCursor(state: JsonObject, cursorPath: readonly string[]): CursorValue | undefined {
  const { states, slices } = state;
  if (Array.isArray(states)) {
    const cursors = states.map((entry) =>
      isObject(entry) && isObject(entry['cursor']) ? stateCursor(entry['cursor'] as JsonObject, cursorPath) : undefined,
    );
    return cursors.includes(undefined) ? undefined : least(cursors as CursorValue[]);
  }
  if (Array.isArray(slices)) return rangesEnd(slices as readonly JsonObject[]);
  const value = state[cursorPath.join('.')] ?? state[cursorPath.at(-1) ?? ''];
  return isCursorValue(value) ? value : undefined;
}

/** The end of the first range: what comes after it may have a gap before the second. */
function rangesEnd(slices: readonly JsonObject[]): CursorValue | undefined {
  const [first] = slices;
  const end = first?.['most_recent_cursor_value'] ?? first?.['end'];
  return isCursorValue(end) ? end : undefined;
}

function least(values: readonly CursorValue[]): CursorValue | undefined {
  const [first, ...others] = values;
  return others.reduce<CursorValue | undefined>(
    (low, value) => (low !== undefined && (compareCursors(value, low) ?? 0) < 0 ? value : low),
    first,
  );
}

/** The state as it would be in ten years: every cursor value in it moved. `undefined` when none could be. */
export function futureState(state: JsonObject, cursorPath: readonly string[]): JsonObject | undefined {
  const names = new Set(['end', 'most_recent_cursor_value', cursorPath.join('.'), cursorPath.at(-1)]);
  let moved = 0;
  const move = (value: JsonValue | undefined, name: string): JsonValue | undefined => {
    const later = names.has(name) ? inTheFuture(value) : undefined;
    if (later !== undefined) {
      moved++;
      return later;
    }
    if (Array.isArray(value)) return value.map((item: JsonValue) => move(item, '') ?? null);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, key === 'partition' ? member : move(member, key)]),
    );
  };
  const result = move(state, '') as JsonObject;
  return moved === 0 ? undefined : result;
}
