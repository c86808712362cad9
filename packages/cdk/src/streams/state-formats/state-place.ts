import { ConfigError } from '../../errors/config-error.ts';
import { isJsonObject, type JsonObject, jsonTypeOf, type JsonValue } from '../../protocol/json.ts';

/** Where a piece of state stands, for messages. */
export interface StatePlace {
  /** The stream's name, with its namespace where it has one. */
  readonly stream: string;
  /** The way from the stream's state to this piece: `states[3].cursor`. Absent at the top. */
  readonly path?: string;
}

/** The place of a member of what stands at `place`. */
export function within(place: StatePlace, member: string): StatePlace {
  const path = place.path ?? '';
  return {
    stream: place.stream,
    path: path === '' || member.startsWith('[') ? `${path}${member}` : `${path}.${member}`,
  };
}

/** A state that cannot be gone on from. `problem` is the rest of the sentence that the place begins. */
export function stateError({ stream, path }: StatePlace, problem: string): ConfigError {
  return new ConfigError(
    `State of stream "${stream}"${path === undefined ? '' : `: "${path}"`} ${problem}. Reset the stream's state to read it from the start.`,
  );
}

/** @throws ConfigError when `value` is no object. */
export function requireObjectAt(value: JsonValue | undefined, place: StatePlace): JsonObject {
  if (isJsonObject(value)) return value;
  throw stateError(place, `must be an object, got ${jsonTypeOf(value)}`);
}

/** Explicit nulls are as good as absent: runners write them for members that are not there. */
export function isAbsent(value: JsonValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}
