import { isJsonObject, type JsonSchema } from '../../protocol/json.ts';
import type { CursorType } from './highest-value-cursor.ts';

/** What the schema says a cursor field holds. Without a word on it, text. */
export function cursorTypeOf(schema: JsonSchema, field: string): CursorType {
  const properties = schema['properties'];
  const property = isJsonObject(properties) ? properties[field] : undefined;
  if (!isJsonObject(property)) return 'string';
  if (property['format'] === 'date-time' || property['format'] === 'date') return 'datetime';
  const types = [property['type']].flat();
  return types.includes('integer') || types.includes('number') ? 'number' : 'string';
}
