const OPENING_BRACE = 123;

/**
 * Writes a record's data as JSON on one line. A bigint is written as the integer it is, digit for digit; records
 * without one do not pay for that.
 *
 * @throws TypeError when the record is circular, or not an object once it is JSON.
 */
export function recordToJson(record: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(record);
  } catch {
    // Either a bigint, which the second attempt can write, or a circle, at which it throws again.
    json = JSON.stringify(record, bigintAsInteger);
  }
  if (json?.charCodeAt(0) !== OPENING_BRACE) {
    throw new TypeError(`a record must be an object, got ${json === undefined ? typeof record : json.slice(0, 40)}`);
  }
  return json;
}

/** `JSON.rawJSON` writes its text as it stands. The type library does not know it yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** A replacer for `JSON.stringify`: writes a bigint as the integer it is. */
export function bigintAsInteger(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? rawJSON(value.toString()) : value;
}
