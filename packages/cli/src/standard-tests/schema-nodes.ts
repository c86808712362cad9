import { isObject } from './subject/json-shapes.ts';

/** A schema inside a schema. */
export interface SchemaNode {
  /** Where it stands, as people name it: `credentials.api_token`; empty for the whole. */
  readonly path: string;
  /** The keyword or place that it stands under. */
  readonly role: 'root' | 'property' | 'items' | 'option' | 'other';
  readonly schema: Readonly<Record<string, unknown>>;
}

const MAPS = ['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas'];
const LISTS = ['oneOf', 'anyOf', 'allOf', 'prefixItems', 'items'];
const SINGLES = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames', 'if', 'then', 'else'];

/** All schemas in a JSON Schema, itself first. */
export function* schemaNodes(schema: unknown, path = '', role: SchemaNode['role'] = 'root'): Generator<SchemaNode> {
  if (!isObject(schema)) return;
  yield { path, role, schema };
  for (const keyword of MAPS) {
    const map = schema[keyword];
    if (!isObject(map)) continue;
    for (const [name, inner] of Object.entries(map)) {
      yield* schemaNodes(inner, join(path, name), keyword === 'properties' ? 'property' : 'other');
    }
  }
  for (const keyword of LISTS) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    for (const [index, inner] of list.entries()) {
      yield* schemaNodes(inner, join(path, `${keyword}[${index}]`), keyword === 'oneOf' ? 'option' : 'other');
    }
  }
  for (const keyword of SINGLES) {
    yield* schemaNodes(schema[keyword], join(path, keyword), keyword === 'items' ? 'items' : 'other');
  }
}

/** The types that a schema names. */
export function typesOf({ type }: Readonly<Record<string, unknown>>): readonly string[] {
  return [type ?? []].flat().map(String);
}

/** A place in a schema, for a message. */
export function placeOf({ path }: SchemaNode): string {
  return path === '' ? 'the schema itself' : `"${path}"`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
