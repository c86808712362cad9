import { type JsonObject, type JsonValue, showValue } from '../../protocol/json.ts';
import { isBlankState } from './blank-state.ts';
import { isAbsent, requireObjectAt, stateError, type StatePlace, within } from './state-place.ts';

/** A cursor's value as it stands in a state: an ISO 8601 datetime, an epoch, a count, or text in a format of the stream's own. */
export type RawCursorValue = string | number | bigint;

/** A part of the cursor's range that was read whole. Both ends belong to it. */
export interface DoneRange {
  readonly start: RawCursorValue;
  readonly end: RawCursorValue;
  /** The highest value that a record had in it; absent when there was no record, or nobody noted it. */
  readonly mostRecent?: RawCursorValue;
}

/**
 * How far a cursor came, of a whole stream or of one of its partitions.
 *
 * - `sequential`, `{ [field]: value }`: all up to `value` was read.
 * - `date-range`, `{ state_type: 'date-range', slices }`: the ranges in `done` were read, and nothing between them.
 */
export type CursorState =
  | { readonly format: 'sequential'; readonly value: RawCursorValue }
  | { readonly format: 'date-range'; readonly done: readonly DoneRange[] };

/** A stream with a cursor, and the place of the cursor's state in the stream's. */
export interface CursorPlace extends StatePlace {
  readonly field: string;
}

/** The Python CDK writes `integer` nowhere, but takes it for ranges of a counting cursor. */
const RANGE_TYPES: readonly (JsonValue | undefined)[] = ['date-range', 'integer'];

/** Tells whether `state` has the form of a cursor's state. What is in it may still be wrong. */
export function isCursorState(state: JsonObject, field: string): boolean {
  return RANGE_TYPES.includes(state['state_type']) || !isAbsent(state[field]);
}

/**
 * Reads a cursor's state in either format. Its values stay as they are, because only the stream knows what they mean.
 * `undefined` when the state says nothing: it is empty, its field is null, or it is that of a full refresh without a cursor.
 *
 * @throws ConfigError when it says something else than where the cursor stands.
 */
export function readCursorState(state: JsonObject, place: CursorPlace): CursorState | undefined {
  if (RANGE_TYPES.includes(state['state_type'])) return { format: 'date-range', done: readRanges(state, place) };
  const value = state[place.field];
  if (!isAbsent(value)) return { format: 'sequential', value: requireCursorValue(value, within(place, place.field)) };
  if (place.field in state || isBlankState(state)) return undefined;
  if ('states' in state || 'use_global_cursor' in state)
    throw stateError(place, 'is one of a stream that is read in partitions, and this one is not');
  throw stateError(place, `has neither "${place.field}" nor "slices": ${showValue(state)}`);
}

/** The state as the Python CDK writes it. */
export function writeCursorState(state: CursorState, field: string): JsonObject {
  if (state.format === 'sequential') return { [field]: state.value };
  return {
    slices: state.done.map(({ start, end, mostRecent }) => ({
      start,
      end,
      ...(mostRecent === undefined ? {} : { most_recent_cursor_value: mostRecent }),
    })),
    state_type: 'date-range',
  };
}

function readRanges(state: JsonObject, place: StatePlace): DoneRange[] {
  const slices = state['slices'];
  const at = within(place, 'slices');
  if (isAbsent(slices)) return [];
  if (!Array.isArray(slices)) throw stateError(at, `must be a list, got ${showValue(slices)}`);
  return slices.map((slice: JsonValue, index) => readRange(slice, within(at, `[${index}]`)));
}

function readRange(slice: JsonValue, place: StatePlace): DoneRange {
  const { start, end, most_recent_cursor_value: mostRecent } = requireObjectAt(slice, place);
  return {
    start: requireCursorValue(start, within(place, 'start')),
    end: requireCursorValue(end, within(place, 'end')),
    ...(isAbsent(mostRecent)
      ? {}
      : { mostRecent: requireCursorValue(mostRecent, within(place, 'most_recent_cursor_value')) }),
  };
}

function requireCursorValue(value: JsonValue | undefined, place: StatePlace): RawCursorValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  throw stateError(place, `must be text or a number, got ${showValue(value)}`);
}
