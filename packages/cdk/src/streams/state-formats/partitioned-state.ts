import { type JsonObject, type JsonValue, showValue } from '../../protocol/json.ts';
import { isBlankState } from './blank-state.ts';
import { isCursorState } from './cursor-state.ts';
import { isAbsent, requireObjectAt, stateError, type StatePlace, within } from './state-place.ts';

/** How far one partition of a stream came. */
export interface PartitionState {
  /** What sets the partition apart: `{ "parent_id": 1, "parent_slice": {} }`. */
  readonly partition: JsonObject;
  /** In one of the formats of a cursor, or of a full refresh that can be resumed. */
  readonly cursor: JsonObject;
}

/** How far a stream came that is read in partitions. */
export interface PartitionedState {
  readonly partitions: readonly PartitionState[];
  /** Where the cursor of a partition starts that has no state of its own. */
  readonly global?: JsonObject;
  /** True once there were too many partitions to keep a state for each: `global` then counts for all of them. */
  readonly useGlobalCursor: boolean;
  /** The states of the streams that the partitions come from, by name; each as that stream would write it. */
  readonly parentState?: Readonly<Record<string, JsonObject>>;
  /** Seconds that a partition without a state of its own starts before `global`: what the read took that wrote it. */
  readonly lookbackWindow?: number;
}

/** A stream that is read in partitions. */
export interface PartitionedPlace extends StatePlace {
  /** The cursor field of the partitions; absent when they are read by full refresh. */
  readonly field?: string;
}

/**
 * Reads the state of a stream with partitions, also in the older shapes: without `state`, without `states`, or that of
 * a stream that had no partitions yet, which becomes `global`.
 *
 * @throws ConfigError when it is none of these.
 */
export function readPartitionedState(state: JsonObject, place: PartitionedPlace): PartitionedState {
  const parentState = readParentState(state, place);
  const lookbackWindow = readLookbackWindow(state, place);
  const global = readGlobal(state, place);
  return {
    partitions: readPartitions(state, place),
    ...(global === undefined ? {} : { global }),
    useGlobalCursor: state['use_global_cursor'] === true,
    ...(parentState === undefined ? {} : { parentState }),
    ...(lookbackWindow === undefined ? {} : { lookbackWindow }),
  };
}

/** The state as the Python CDK writes it: without the states of partitions once the global cursor counts for all. */
export function writePartitionedState(state: PartitionedState): JsonObject {
  const { partitions, global, useGlobalCursor, parentState, lookbackWindow } = state;
  return {
    use_global_cursor: useGlobalCursor,
    ...(useGlobalCursor ? {} : { states: partitions.map(({ partition, cursor }) => ({ partition, cursor })) }),
    ...(global === undefined ? {} : { state: global }),
    ...(lookbackWindow === undefined ? {} : { lookback_window: lookbackWindow }),
    ...(parentState === undefined ? {} : { parent_state: parentState }),
  };
}

function readPartitions(state: JsonObject, place: StatePlace): PartitionState[] {
  const states = state['states'];
  const at = within(place, 'states');
  if (isAbsent(states)) return [];
  if (!Array.isArray(states)) throw stateError(at, `must be a list, got ${showValue(states)}`);
  return states.map((entry: JsonValue, index) => {
    const entryPlace = within(at, `[${index}]`);
    const { partition, cursor } = requireObjectAt(entry, entryPlace);
    return {
      partition: requireObjectAt(partition, within(entryPlace, 'partition')),
      cursor: isAbsent(cursor) ? {} : requireObjectAt(cursor, within(entryPlace, 'cursor')),
    };
  });
}

function readGlobal(state: JsonObject, place: PartitionedPlace): JsonObject | undefined {
  if ('states' in state || 'state' in state) {
    const global = isAbsent(state['state']) ? {} : requireObjectAt(state['state'], within(place, 'state'));
    return isBlankState(global) ? undefined : global;
  }
  const { parent_state: _parent, lookback_window: _lookback, use_global_cursor: _global, ...rest } = state;
  const { field } = place;
  if (field !== undefined && isCursorState(rest, field)) return rest;
  if (isBlankState(rest) || (field !== undefined && field in rest)) return undefined;
  const missing = ['states', 'state', ...(field === undefined ? [] : [field])].map((name) => `"${name}"`).join(', ');
  throw stateError(place, `has none of ${missing}: ${showValue(state)}`);
}

function readParentState(state: JsonObject, place: StatePlace): Record<string, JsonObject> | undefined {
  const parents = state['parent_state'];
  if (isAbsent(parents)) return undefined;
  const at = within(place, 'parent_state');
  const entries = Object.entries(requireObjectAt(parents, at)).filter(([, value]) => !isAbsent(value));
  return Object.fromEntries(entries.map(([name, value]) => [name, requireObjectAt(value, within(at, name))]));
}

function readLookbackWindow(state: JsonObject, place: StatePlace): number | undefined {
  const seconds = state['lookback_window'];
  if (isAbsent(seconds)) return undefined;
  if (typeof seconds === 'number' && seconds >= 0) return seconds;
  throw stateError(within(place, 'lookback_window'), `must be a number of seconds, got ${showValue(seconds)}`);
}
