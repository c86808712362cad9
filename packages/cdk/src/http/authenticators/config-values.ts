import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/json.ts';

/** A copy of a config with `value` at a path of names joined by dots. Objects that are missing on the way are made. */
export function withValueAt(config: JsonObject, path: string, value: JsonValue): JsonObject {
  const [name = '', ...rest] = path.split('.');
  const member = config[name];
  const inner = isJsonObject(member) ? member : {};
  return { ...config, [name]: rest.length === 0 ? value : withValueAt(inner, rest.join('.'), value) };
}

/** A copy of a config with `to` wherever the text `from` stands as a whole value. */
export function withTextReplaced(config: JsonObject, from: string, to: string): JsonObject {
  const replaced = (value: JsonValue | undefined): JsonValue | undefined => {
    if (value === from) return to;
    if (Array.isArray(value)) return value.map((item: JsonValue) => replaced(item) as JsonValue);
    return isJsonObject(value) ? mapValues(value, replaced) : value;
  };
  return mapValues(config, replaced);
}

function mapValues(object: JsonObject, map: (value: JsonValue | undefined) => JsonValue | undefined): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
