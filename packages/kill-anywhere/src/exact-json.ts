/** A JSON value whose integers beyond ±2^53 are bigints. */
export type ExactJson =
  string | number | bigint | boolean | null | readonly ExactJson[] | { readonly [key: string]: ExactJson };

/**
 * Parses JSON as `JSON.parse` does, and keeps an integer beyond ±2^53 digit for digit, as a bigint.
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseExact(text: string): ExactJson {
  return (
    /\d{16}/.test(text) ? JSON.parse(text, keepBigIntegers as Parameters<typeof JSON.parse>[1]) : JSON.parse(text)
  ) as ExactJson;
}

/** JSON text that is the same for the same value: members by name, bigints digit for digit. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** A reviver; its third argument, the number's source text, is newer than the type library. */
function keepBigIntegers(_key: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}
