import { type AirbyteStream, isJsonObject } from '@headwater/cdk/protocol';
import { fieldPath, itemsPath } from '../schemas/schema-change.ts';

/** Why a field must stay as it is. */
export type CriticalReason = 'primary key' | 'cursor' | 'x-critical';

/** Fields on which a connector or its users depend, by their paths: key, cursor, and what the schema marks with `"x-critical": true`. */
export function criticalFields(stream: AirbyteStream): Map<string, CriticalReason> {
  const critical = new Map<string, CriticalReason>(marked(stream.json_schema, '').map((path) => [path, 'x-critical']));
  const cursor = stream.default_cursor_field ?? [];
  if (cursor.length > 0) critical.set(cursor.join('.'), 'cursor');
  for (const path of stream.source_defined_primary_key ?? []) critical.set(path.join('.'), 'primary key');
  return critical;
}

function marked(schema: unknown, path: string): string[] {
  if (!isJsonObject(schema)) return [];
  const { properties, items } = schema;
  return [
    ...(schema['x-critical'] === true ? [path] : []),
    ...Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([name, property]) =>
      marked(property, fieldPath(path, name)),
    ),
    ...marked(items, itemsPath(path)),
  ];
}
