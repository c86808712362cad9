import { writeJson } from './write-json.ts';

const OPENING_BRACE = 123;

/**
 * Writes a record's data as JSON on one line. A bigint is written as the integer it is, digit for digit.
 *
 * @throws TypeError when the record is circular, or not an object once it is JSON.
 */
export function recordToJson(record: unknown): string {
  const json = writeJson(record);
  if (json?.charCodeAt(0) !== OPENING_BRACE) {
    throw new TypeError(`a record must be an object, got ${json === undefined ? typeof record : json.slice(0, 40)}`);
  }
  return json;
}
