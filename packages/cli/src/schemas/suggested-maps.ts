import { isJsonObject } from '@headwater/cdk/protocol';
import type { JsonType } from './json-type.ts';
import type { RecordSchema } from './record-schema.ts';
import { fieldPath, itemsPath } from './schema-change.ts';
import type { ValueProfile } from './value-profile.ts';

/** An object looks like a map when it has at least so many keys … */
const LEAST_KEYS = 20;
/** … of which a record has at most this share on average. */
const MOST_OF_KEYS = 0.2;

/** An object whose keys differ from record to record, with values of one type: its keys are data, not fields. */
export interface SuggestedMap {
  readonly field: string;
  readonly keys: number;
  readonly type: JsonType;
}

/** Objects that look like maps, and that the schema has fields for. */
export function suggestedMaps(profile: ValueProfile, schema: unknown, path = ''): SuggestedMap[] {
  if (!isJsonObject(schema)) return [];
  const { properties = {}, additionalProperties, items } = schema as RecordSchema;
  if (isJsonObject(additionalProperties)) return [];
  const type = path === '' ? undefined : typeOfMap(profile);
  if (type !== undefined && Object.keys(properties).length > 0) {
    return [{ field: path, keys: profile.fields.size, type }];
  }
  return [
    ...[...profile.fields].flatMap(([name, field]) => suggestedMaps(field, properties[name], fieldPath(path, name))),
    ...(profile.items === undefined ? [] : suggestedMaps(profile.items, items, itemsPath(path))),
  ];
}

function typeOfMap({ fields, objects }: ValueProfile): JsonType | undefined {
  const keys = [...fields.values()];
  const seen = keys.reduce((sum, { count }) => sum + count, 0);
  if (keys.length < LEAST_KEYS || seen > keys.length * objects * MOST_OF_KEYS) return undefined;
  const types = new Set(keys.flatMap((key) => key.types.filter((type) => type !== 'null')));
  const [type] = types;
  return types.size === 1 ? type : undefined;
}
