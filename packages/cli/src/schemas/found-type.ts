import { type JsonType, joinTypes } from './json-type.ts';

/**
 * What is known of the values at one place, from records or from a description of the API. `undefined` means that nothing is known,
 * which speaks neither for nor against a schema.
 */
export interface FoundType {
  /** Without duplicates. Empty when nothing is known. */
  readonly types: readonly JsonType[];
  /** Formats that all texts have, the most telling first. */
  readonly formats?: readonly string[] | undefined;
  /** All the texts there are, where these are few. */
  readonly texts?: readonly string[] | 'many' | undefined;
  /** The texts are few and come again and again. */
  readonly isEnum?: boolean | undefined;
  /** Of objects. */
  readonly fields?: ReadonlyMap<string, FoundType> | undefined;
  /** Fields that no object lacks and that are never null. */
  readonly always?: ReadonlySet<string> | undefined;
  /** The names of the fields are data, such as ids or days. */
  readonly isMap?: boolean | undefined;
  /** Of arrays; `undefined` when these were empty. */
  readonly items?: FoundType | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** What holds for the values of both: the least that allows all of them. */
export function joinFound(one: FoundType, other: FoundType): FoundType {
  const types = joinTypes(one.types, other.types);
  const isEnum = one.isEnum === true || other.isEnum === true;
  const texts = joinFacts(one, other, 'string', ({ texts: some }) => some, joinTexts);
  const formats = joinFacts(
    one,
    other,
    'string',
    ({ formats: some }) => some,
    (some, others) => some.filter((name) => others.includes(name)),
  );
  const always = joinFacts(
    one,
    other,
    'object',
    ({ always: some }) => some,
    (some, others) => new Set([...some].filter((name) => others.has(name))),
  );
  return withoutUndefined({
    types,
    formats,
    texts,
    isEnum: isEnum || undefined,
    fields: types.includes('object') ? joinFields(one.fields, other.fields) : undefined,
    always,
    isMap: one.isMap === true || other.isMap === true || undefined,
    items: one.items && other.items ? joinFound(one.items, other.items) : (one.items ?? other.items),
    title: one.title ?? other.title,
    description: one.description ?? other.description,
  });
}

/** A fact about the values of one type: where only one side has such values, it is what that side says. */
function joinFacts<TFact>(
  one: FoundType,
  other: FoundType,
  type: JsonType,
  factOf: (found: FoundType) => TFact | undefined,
  join: (some: TFact, others: TFact) => TFact,
): TFact | undefined {
  if (!one.types.includes(type)) return factOf(other);
  if (!other.types.includes(type)) return factOf(one);
  const [some, others] = [factOf(one), factOf(other)];
  return some === undefined || others === undefined ? undefined : join(some, others);
}

function joinTexts(some: readonly string[] | 'many', others: readonly string[] | 'many'): readonly string[] | 'many' {
  return some === 'many' || others === 'many' ? 'many' : [...new Set([...some, ...others])].toSorted();
}

function joinFields(
  some: ReadonlyMap<string, FoundType> = new Map(),
  others: ReadonlyMap<string, FoundType> = new Map(),
): Map<string, FoundType> {
  const fields = new Map(some);
  for (const [name, field] of others) {
    const known = fields.get(name);
    fields.set(name, known === undefined ? field : joinFound(known, field));
  }
  return fields;
}

/** So that what is not known is not there. */
function withoutUndefined(found: { [name in keyof FoundType]: FoundType[name] | undefined }): FoundType {
  return Object.fromEntries(Object.entries(found).filter(([, fact]) => fact !== undefined)) as unknown as FoundType;
}
