import { allowsType, type JsonType } from './json-type.ts';

export interface MergedTypes {
  /** What was allowed, in its order, and what was found. `undefined` where everything was allowed. */
  readonly widened: readonly JsonType[] | undefined;
  /** The least that allows what was found. The same as `widened` where nothing but null was found, which says nothing. */
  readonly needed: readonly JsonType[];
}

/** Compares the types that a schema allows with those that were found. */
export function mergeTypes(allowed: readonly JsonType[] | undefined, found: readonly JsonType[]): MergedTypes {
  if (allowed === undefined) return { widened: undefined, needed: found };
  const missing = found.filter((type) => !allowsType(allowed, type));
  // A fraction among integers makes numbers of them.
  const numbered = missing.includes('number') ? allowed.map((type) => (type === 'integer' ? 'number' : type)) : allowed;
  const widened = beforeNull(numbered, missing);
  if (found.every((type) => type === 'null')) return { widened, needed: widened };
  const needed = widened.flatMap((type): readonly JsonType[] => {
    if (found.includes(type)) return [type];
    return type === 'number' && found.includes('integer') ? ['integer'] : [];
  });
  return { widened, needed };
}

function beforeNull(types: readonly JsonType[], more: readonly JsonType[]): JsonType[] {
  const all = [...new Set([...types, ...more])];
  if (types.at(-1) !== 'null') return all;
  return [...all.filter((type) => type !== 'null'), 'null'];
}
