import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';
import type { Variables } from './variables.ts';

/** A shorter value is the same as another one by chance. */
const SHORTEST_MOVED = 6;

/** What comes to light while a config is compared with what it was. */
export interface FoundChanges {
  readonly settings: string[];
  readonly names: Map<string, string>;
  readonly variables: Variables;
}

/**
 * The file's own text wherever nothing changed or a name's value did, so that `${NAME}` stays; new values elsewhere.
 *
 * @param written What stands in the file, and what that meant: `before`. `after` is what it shall mean.
 */
export function replaceChanged(
  written: JsonValue | undefined,
  before: JsonValue | undefined,
  after: JsonValue,
  found: FoundChanges,
  path: string,
): JsonValue {
  if (written !== undefined && isDeepStrictEqual(before, after)) return written;
  if (isJsonObject(written) && isJsonObject(before) && isJsonObject(after)) {
    return Object.fromEntries(
      Object.entries(after).map(([key, item]) => {
        const place = path === '' ? key : `${path}.${key}`;
        return [key, replaceChanged(written[key], before[key], item ?? null, found, place)];
      }),
    );
  }
  if (isList(written) && isList(before) && isList(after)) return replaceItems(written, before, after, found, path);
  if (typeof written === 'string' && typeof after === 'string') {
    const change = found.variables.changeBehind(written, after);
    if (change !== undefined) {
      found.names.set(change.name, change.value);
      found.variables.learn(change.name, change.value);
      return written;
    }
  }
  found.settings.push(path);
  return withNames(after, found.variables);
}

/** What only moved is still the name that it was: a connector may give its settings another form. */
function withNames(value: JsonValue, variables: Variables): JsonValue {
  if (typeof value === 'string') {
    const name = value.length < SHORTEST_MOVED ? undefined : variables.nameOf(value);
    return name === undefined ? value : `\${${name}}`;
  }
  if (isList(value)) return value.map((item) => withNames(item, variables));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNames(item ?? null, variables)]));
}

/** The items of a list: one that is only in another place is the one that it was. */
function replaceItems(
  written: readonly JsonValue[],
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  found: FoundChanges,
  path: string,
): JsonValue {
  const free = new Set(before.keys());
  const same = after.map((item) => {
    const at = [...free].find((index) => isDeepStrictEqual(before[index], item));
    if (at !== undefined) free.delete(at);
    return at;
  });
  const replaced = after.map((item, index) => {
    const at = same[index] ?? (free.delete(index) ? index : undefined);
    if (at === undefined) return replaceChanged(undefined, undefined, item, found, `${path}.${index}`);
    return replaceChanged(written[at], before[at], item, found, `${path}.${index}`);
  });
  if (free.size > 0 || same.some((at, index) => at !== undefined && at !== index)) found.settings.push(path);
  return replaced;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
