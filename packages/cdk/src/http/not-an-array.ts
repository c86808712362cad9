import { ConnectorError } from '../errors/connector-error.ts';

/** @param source Names the body: `response of GET https://…`. */
export function notAnArray(source: string, path: string, found: string): ConnectorError {
  const place = path === '' ? 'as its body' : `at "${path}"`;
  return new ConnectorError(`The ${source} must have an array of records ${place}, got ${found}`);
}
