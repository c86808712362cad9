import { allowsType, JSON_TYPES, type JsonType } from './json-type.ts';
import type { FoundType } from './found-type.ts';

/** What holds for values that are of both, as `allOf` says. Where they contradict each other, what either says. */
export function meetFound(one: FoundType, other: FoundType): FoundType {
  const fields = new Map(one.fields);
  for (const [name, field] of other.fields ?? []) {
    const known = fields.get(name);
    fields.set(name, known === undefined ? field : meetFound(known, field));
  }
  const [items, texts] = [
    one.items && other.items ? meetFound(one.items, other.items) : (one.items ?? other.items),
    meetTexts(one.texts, other.texts),
  ];
  return {
    ...other,
    ...one,
    types: meetTypes(one.types, other.types),
    ...(fields.size === 0 ? {} : { fields }),
    ...(items === undefined ? {} : { items }),
    ...(texts === undefined ? {} : { texts }),
  };
}

function meetTypes(some: readonly JsonType[], others: readonly JsonType[]): readonly JsonType[] {
  if (some.length === 0 || others.length === 0) return some.length === 0 ? others : some;
  const both = JSON_TYPES.filter((type) => allowsType(some, type) && allowsType(others, type));
  return both.length > 0 ? both : some;
}

function meetTexts(some: FoundType['texts'], others: FoundType['texts']): FoundType['texts'] {
  if (typeof some !== 'object' || typeof others !== 'object') return typeof some === 'object' ? some : others;
  return some.filter((text) => others.includes(text));
}
