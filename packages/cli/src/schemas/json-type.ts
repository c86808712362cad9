/** The types of JSON Schema, in the order in which a list of them is written. */
export const JSON_TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'] as const;

export type JsonType = (typeof JSON_TYPES)[number];

/** The type of a JSON value. A whole number is an integer, also where JSON wrote it as `1.0`. */
export function typeOfValue(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'bigint':
      return 'integer';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    default:
      return 'object';
  }
}

/** The types of both, each once, in order. A number is what integers and fractions have in common. */
export function joinTypes(some: readonly JsonType[], others: readonly JsonType[]): JsonType[] {
  const all = new Set([...some, ...others]);
  if (all.has('number')) all.delete('integer');
  return JSON_TYPES.filter((type) => all.has(type));
}

/** Tells whether values of `type` are allowed where `allowed` are. */
export function allowsType(allowed: readonly JsonType[], type: JsonType): boolean {
  return allowed.includes(type) || (type === 'integer' && allowed.includes('number'));
}

/** `string, null`; no type at all is `anything`. */
export function showTypes(types: readonly JsonType[]): string {
  return types.length === 0 ? 'anything' : types.join(', ');
}
