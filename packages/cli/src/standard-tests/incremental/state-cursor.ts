import type { JsonObject, JsonValue } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import { isObject } from '../subject/json-shapes.ts';
import { compareCursors, type CursorValue, inTheFuture, isCursorValue } from './cursor-values.ts';

/** How far a state says that a stream was read: by partition, as JSON; one value under an empty name for a stream without partitions. */
export type Positions = ReadonlyMap<string, CursorValue>;

/**
 * How far a state says that each partition was read, as far as it says so. A partition without a position has none here, and so has a
 * state that is in no form that is known.
 *
 * Known are `{ [field]: value }`, ranges (`{ state_type, slices }`), either of them for each partition (`{ states }`), and one for all
 * partitions (`{ use_global_cursor: true, state }`).
 */
export function positionsOf(state: JsonObject, cursorPath: readonly string[]): Positions {
  const parts = partsOf(state).map(([name, cursor]) => [name, cursorIn(cursor, cursorPath)] as const);
  return new Map(parts.filter((part): part is [string, CursorValue] => part[1] !== undefined));
}

/**
 * The least that a state says to have been read, in any partition: a read from it has no use for records before that. `undefined` when
 * it does not say so of each partition.
 */
export function stateCursor(state: JsonObject, cursorPath: readonly string[]): CursorValue | undefined {
  const positions = positionsOf(state, cursorPath);
  return positions.size < partsOf(state).length ? undefined : least([...positions.values()]);
}

/** A range that was read. */
interface ReadRange {
  /** `undefined` for the beginning of the stream. */
  readonly start: CursorValue | undefined;
  readonly end: CursorValue;
}

/**
 * Whether a state says that what has this cursor value was read, in each partition: before a position, or inside of a range. Windows
 * that are read at the same time leave gaps, before the first range, too.
 *
 * @param back Gives where a read begins that goes on from the end of a range.
 */
export function covers(
  state: JsonObject,
  cursorPath: readonly string[],
  value: CursorValue,
  back: (end: CursorValue) => CursorValue,
): boolean {
  return partsOf(state).every(([, cursor]) =>
    rangesOf(cursor, cursorPath).some(
      ({ start, end }) =>
        (start === undefined || (compareCursors(value, start) ?? -1) >= 0) &&
        (compareCursors(value, back(end)) ?? 0) < 0,
    ),
  );
}

function rangesOf(cursor: JsonObject, cursorPath: readonly string[]): ReadRange[] {
  const slices = Array.isArray(cursor['slices']) ? (cursor['slices'] as readonly JsonObject[]) : undefined;
  if (slices === undefined) {
    const end = cursorIn(cursor, cursorPath);
    return end === undefined ? [] : [{ start: undefined, end }];
  }
  return slices.flatMap((slice) => {
    const end = rangesEnd([slice]);
    const { start } = slice;
    return end === undefined || !isCursorValue(start) ? [] : [{ start, end }];
  });
}

/** Whether one value says how far all was read: not that of a range or of a partition. */
export function isSingleValue(state: JsonObject): boolean {
  return !('slices' in state || 'states' in state || isObject(state['state']));
}

/** The states of the partitions, by name, or the whole one. */
function partsOf(state: JsonObject): (readonly [string, JsonObject])[] {
  const { states, state: global } = state;
  if (!Array.isArray(states)) return [['', isObject(global) ? global : state]];
  return states.map((entry: JsonValue, index) => {
    const { partition = index, cursor = {} } = isObject(entry) ? entry : {};
    return [canonicalJson(partition), isObject(cursor) ? cursor : {}];
  });
}

function cursorIn(state: JsonObject, cursorPath: readonly string[]): CursorValue | undefined {
  const { slices } = state;
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
