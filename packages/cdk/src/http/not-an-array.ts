import { ConnectorError } from '../errors/connector-error.ts';

/**
 * @param source Names the body: `response of GET https://…`.
 * @param isStreamed Whether it is read while it arrives, which only arrays can be.
 */
export function notAnArray(source: string, path: string, found: string, isStreamed = false): ConnectorError {
  const place = path === '' ? 'as its body' : `at "${path}"`;
  return new ConnectorError(
    `The ${source} must have an array of records ${place}, got ${found}${found === 'object' ? hint(path, isStreamed) : ''}`,
  );
}

function hint(path: string, isStreamed: boolean): string {
  const inside = path === '' ? 'items' : `${path}.items`;
  const whole = isStreamed ? 'leave out the decoder, and ' : '';
  return (
    `. If the list is a member of it, name that: recordPath = '${inside}'. ` +
    `If its values are the records, ${whole}name the field for their keys: recordKey = 'id'`
  );
}
