import { isJsonObject, type JsonObject } from '../../protocol/json.ts';
import { writePartitionedState } from './partitioned-state.ts';

export interface LegacyPartitionsOptions {
  /** The cursor field, which is the only member of each cursor. */
  readonly cursorField: string;
  /** The partition that a name in the old state stood for: `(id) => ({ post_id: Number(id), parent_slice: {} })`. */
  readonly partitionOf: (name: string) => JsonObject;
}

/**
 * Turns a state that hand-written connectors kept, `{ "13506132": { "last_changed": "2022-12-27" } }` with the name of a
 * partition before its cursor, into one of a stream with partitions. A state of any other form is given back as it is.
 */
export function migrateLegacyPartitions(state: JsonObject, options: LegacyPartitionsOptions): JsonObject {
  const { cursorField, partitionOf } = options;
  const entries = Object.entries(state).filter((entry): entry is [string, JsonObject] =>
    isCursor(entry[1], cursorField),
  );
  const hasOthers = entries.length < Object.keys(state).length;
  // A global cursor alone, `{ state: { at } }`, has the same form.
  if (entries.length === 0 || hasOthers || 'state' in state) return state;
  return writePartitionedState({
    partitions: entries.map(([name, cursor]) => ({ partition: partitionOf(name), cursor })),
    useGlobalCursor: false,
  });
}

function isCursor(value: JsonObject[string], cursorField: string): boolean {
  return isJsonObject(value) && cursorField in value && Object.keys(value).length === 1;
}
