/** A value that JSON can hold. An integer beyond ±2^53 is a bigint. */
export type JsonValue = string | number | bigint | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. A member that is `undefined` is left out when the object is written. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** A JSON Schema document (draft-07), as it stands in a `.json` file. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Tells whether `value` is what JSON calls an object: neither null, nor an array, nor a scalar. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names the JSON type of `value` as a message to a person would: `null`, `array`, `object`, `string` … */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Shows any value in a message: as JSON where it can be, cut to `maxLength` characters, and never throws. */
export function showValue(value: unknown, maxLength = 200): string {
  let text: string;
  try {
    text = typeof value === 'bigint' ? value.toString() : (JSON.stringify(value, bigintAsText) ?? jsonTypeOf(value));
  } catch {
    text = Object.prototype.toString.call(value);
  }
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
