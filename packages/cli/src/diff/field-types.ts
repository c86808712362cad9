import { isJsonObject, type JsonSchema } from '@headwater/cdk/protocol';
import { typesIn } from './types-in.ts';

/** Formats that a destination has column types for. */
const COLUMN_FORMATS = new Set(['date', 'date-time', 'time']);

/** A field of records as a destination sees it. */
export interface FieldType {
  /** Without `null`, which every column takes, and with the format of dates and times: `string (date)`. */
  readonly name: string;
  /** Whether it may be null. */
  readonly isNullable: boolean;
}

/**
 * The fields that a schema of records names, each with its type. Fields inside objects and arrays are named by their path: `address.city`, `lines[].sku`.
 */
export function fieldTypes(schema: JsonSchema): Map<string, FieldType> {
  const types = new Map<string, Set<string>>();
  visit(schema, '');
  types.delete('');
  return new Map(
    [...types].map(([path, found]) => {
      const names = [...found].filter((name) => name !== 'null').toSorted();
      // What may be of any type may be null.
      return [path, { name: names.join(' or ') || 'any', isNullable: found.has('null') || names.length === 0 }];
    }),
  );

  function visit(node: unknown, path: string): void {
    if (!isJsonObject(node)) return;
    const found = types.get(path) ?? new Set();
    types.set(path, found);
    for (const type of typesIn(node)) found.add(type === 'null' ? type : columnType(type, node));
    for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
      const alternatives = node[keyword];
      if (Array.isArray(alternatives)) for (const alternative of alternatives) visit(alternative, path);
    }
    const { properties, items } = node;
    if (isJsonObject(properties)) {
      for (const [name, inner] of Object.entries(properties)) visit(inner, path === '' ? name : `${path}.${name}`);
    }
    if (isJsonObject(items)) visit(items, `${path}[]`);
  }
}

function columnType(type: string, { format, airbyte_type: airbyteType }: JsonSchema): string {
  const details = [format, airbyteType].filter(
    (detail) => typeof detail === 'string' && (detail === airbyteType || COLUMN_FORMATS.has(detail)),
  );
  return details.length === 0 ? type : `${type} (${details.join(', ')})`;
}
