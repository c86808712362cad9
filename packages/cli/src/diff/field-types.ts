import { isJsonObject, type JsonSchema } from '@headwater/cdk/protocol';
import { typesIn } from './types-in.ts';

/** Formats that a destination has column types for. */
const COLUMN_FORMATS = new Set(['date', 'date-time', 'time']);

/**
 * The fields that a schema of records names, each with its type as a destination sees it: without `null`, which every column takes, and with
 * the format of dates and times. Fields inside objects and arrays are named by their path: `address.city`, `lines[].sku`.
 */
export function fieldTypes(schema: JsonSchema): Map<string, string> {
  const types = new Map<string, Set<string>>();
  visit(schema, '');
  types.delete('');
  return new Map([...types].map(([path, found]) => [path, [...found].toSorted().join(' or ') || 'any']));

  function visit(node: unknown, path: string): void {
    if (!isJsonObject(node)) return;
    const found = types.get(path) ?? new Set();
    types.set(path, found);
    for (const type of typesIn(node)) if (type !== 'null') found.add(columnType(type, node));
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
