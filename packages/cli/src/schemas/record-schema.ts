import type { FoundType } from './found-type.ts';
import type { JsonType } from './json-type.ts';

/** A JSON Schema (draft-07) as files of `schemas/` hold it: the keywords that this tool knows, and any others. */
export interface RecordSchema {
  readonly [keyword: string]: unknown;
  readonly type?: JsonType | readonly JsonType[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, RecordSchema | boolean>>;
  readonly additionalProperties?: RecordSchema | boolean;
  readonly items?: RecordSchema | boolean | readonly RecordSchema[];
  readonly $ref?: string;
}

export interface SchemaOptions {
  /** Whether texts that look like an enum become one. An API may come up with further values at any time. */
  readonly enums: boolean;
}

/** The types that a schema allows; `undefined` when it allows all. */
export function typesOf({ type }: RecordSchema): readonly JsonType[] | undefined {
  return type === undefined ? undefined : [type].flat();
}

/** As it is written: one type as a text, several as a list. */
export function typeKeyword(types: readonly JsonType[]): { readonly type: JsonType | readonly JsonType[] } {
  const [first, ...more] = types;
  return { type: first !== undefined && more.length === 0 ? first : types };
}

/**
 * A schema of its own for what was found. `undefined` when nothing but null was: what else the field may hold is anybody's guess.
 * Objects allow fields that are not known yet; none is required, for the next record may lack it.
 */
export function schemaOf(found: FoundType, options: SchemaOptions): RecordSchema | undefined {
  const { types, formats = [], description } = found;
  if (types.length > 0 && types.every((type) => type === 'null')) return undefined;
  return {
    ...(description === undefined ? {} : { description }),
    ...(types.length === 0 ? {} : typeKeyword(types)),
    ...(types.includes('string') && formats[0] !== undefined ? { format: formats[0] } : {}),
    ...enumKeyword(found, options),
    ...(types.includes('object') ? objectKeywords(found, options) : {}),
    ...(types.includes('array')
      ? { items: (found.items === undefined ? undefined : schemaOf(found.items, options)) ?? {} }
      : {}),
  };
}

/** Only where every value is a text or null: an enum speaks for all types. */
export function enumKeyword({ types, texts, isEnum }: FoundType, { enums }: SchemaOptions): Pick<RecordSchema, 'enum'> {
  const isText = types.includes('string') && types.every((type) => type === 'string' || type === 'null');
  if (!enums || !isText || isEnum !== true || typeof texts !== 'object') return {};
  return { enum: types.includes('null') ? [...texts, null] : texts };
}

function objectKeywords(found: FoundType, options: SchemaOptions): RecordSchema {
  const properties: [string, RecordSchema][] = [];
  for (const [name, field] of found.isMap === true ? [] : (found.fields ?? [])) {
    const schema = schemaOf(field, options);
    if (schema !== undefined) properties.push([name, schema]);
  }
  return {
    additionalProperties: true,
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
  };
}
