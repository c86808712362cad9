import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, jsonTypeOf } from '../protocol/json.ts';
import { notAnArray } from './not-an-array.ts';
import { valueAtPath } from './value-at-path.ts';

/** Where the records of a JSON body stand. */
export interface RecordPlace {
  readonly recordPath?: string;
  readonly recordKey?: string;
}

/**
 * The records in a JSON body: the items of an array, or with a `recordKey` the values of an object, each with its key in that field.
 * An empty array is an empty object too: PHP writes it so.
 *
 * @param source Names the body: `response of GET https://…`.
 * @throws ConnectorError when there are none.
 */
export function recordList(body: unknown, { recordPath = '', recordKey }: RecordPlace, source: string): unknown[] {
  const value = valueAtPath(body, recordPath);
  if (Array.isArray(value) && (recordKey === undefined || value.length === 0)) return value;
  if (recordKey === undefined) throw notAnArray(source, recordPath, jsonTypeOf(value));
  if (isJsonObject(value)) return Object.entries(value).map(([key, record]) => withKey(record, recordKey, key, source));
  const place = recordPath === '' ? 'as its body' : `at "${recordPath}"`;
  throw new ConnectorError(
    `The ${source} must have an object of records by key ${place}, as recordKey says, got ${jsonTypeOf(value)}`,
  );
}

function withKey(record: unknown, recordKey: string, key: string, source: string): object {
  if (isJsonObject(record)) return { ...record, [recordKey]: key };
  throw new ConnectorError(
    `The ${source} must have a record at each key, as recordKey says, got ${jsonTypeOf(record)} at ${JSON.stringify(key)}`,
  );
}
