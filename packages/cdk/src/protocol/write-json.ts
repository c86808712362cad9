/**
 * Writes a value as JSON on one line, as `JSON.stringify` does, except that a bigint is written as the integer it is, digit for
 * digit: what `parseJson` has read. A value without one does not pay for that.
 *
 * @returns `undefined` for what is nothing in JSON, such as a function.
 * @throws TypeError when the value is circular.
 */
export function writeJson(value: object): string;
export function writeJson(value: unknown): string | undefined;
export function writeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // Either a bigint, which the second attempt can write, or a circle, at which it throws again.
    return JSON.stringify(value, bigintAsInteger);
  }
}

/** `JSON.rawJSON` writes its text as it stands. The type library does not know it yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** A replacer for `JSON.stringify`: writes a bigint as the integer it is. */
export function bigintAsInteger(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJSON(value.toString()) : value;
}
