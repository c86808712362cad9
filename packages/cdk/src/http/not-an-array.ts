import { ConnectorError } from '../errors/connector-error.ts';

/**
 * @param source Names the body: `response of GET https://…`.
 * @param isStreamed Whether it is read while it arrives, which only arrays can be.
 */
export function notAnArray(source: string, path: string, found: string, isStreamed = false): ConnectorError {
  const place = path === '' ? 'as its body' : `at "${path}"`;
  const remedy = isStreamed ? 'leave out the decoder, and say' : 'say';
  const hint =
    found === 'object'
      ? `. Where its values are the records, ${remedy} which field takes their keys: recordKey = 'id'`
      : '';
  return new ConnectorError(`The ${source} must have an array of records ${place}, got ${found}${hint}`);
}
