import { isJsonObject } from '@headwater/cdk/protocol';
import type { RecordSchema } from './record-schema.ts';
import { fieldPath, itemsPath } from './schema-change.ts';

/** The paths of objects that a schema has as maps: no field is named, and all values have a schema. */
export function mapPaths(schema: unknown, path = ''): string[] {
  if (!isJsonObject(schema)) return [];
  const { properties, additionalProperties, items } = schema as RecordSchema;
  if (properties === undefined && isJsonObject(additionalProperties)) return [path];
  return [
    ...Object.entries(properties ?? {}).flatMap(([name, node]) => mapPaths(node, fieldPath(path, name))),
    ...mapPaths(items, itemsPath(path)),
  ];
}
