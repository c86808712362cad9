import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';

type Setting = JsonValue | undefined;

/** A config that two have changed side by side, with the changes of both. Of one setting that both have changed, the second's counts. */
export function mergeChanges(before: Setting, first: Setting, second: Setting): Setting {
  if (isDeepStrictEqual(before, second)) return first;
  if (isDeepStrictEqual(before, first)) return second;
  if (!isJsonObject(first) || !isJsonObject(second)) return second;
  const old = isJsonObject(before) ? before : {};
  const merged = Object.keys({ ...first, ...second }).map((name) => [
    name,
    mergeChanges(old[name], first[name], second[name]),
  ]);
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}
