import { ConnectorError } from '../../errors/connector-error.ts';
import { isJsonObject, jsonTypeOf, showValue } from '../../protocol/json.ts';
import { epochOf, isIsoDatetime } from '../../streams/cursors/compare-datetimes.ts';
import type { HttpResponse } from '../http-response.ts';
import { valueAtPath } from '../value-at-path.ts';

/** Numbers from here on are milliseconds since the epoch, smaller ones seconds. */
const FIRST_EPOCH_MILLISECOND = 1e12;

/**
 * The JSON object that an API gives a token in.
 *
 * @throws ConnectorError that says what came instead, and never shows any of it: it may hold a token.
 */
export function tokenObject(response: HttpResponse): object {
  const { request, status, byteLength } = response;
  let body: unknown;
  try {
    body = response.json();
  } catch {
    const type = response.header('content-type') ?? 'no content type';
    // Not as a cause: the parser's text quotes the body.
    throw new ConnectorError(
      `The response of ${request} must be a JSON object with a token, but is no JSON (status ${status}, ${type}, ${byteLength} bytes)`,
    );
  }
  if (isJsonObject(body)) return body;
  throw new ConnectorError(`The response of ${request} must be a JSON object with a token, got ${jsonTypeOf(body)}`);
}

/**
 * The token at a path of the object.
 *
 * @throws ConnectorError that names the members there are, without their values.
 */
export function tokenAt(body: object, path: string, { request }: HttpResponse): string {
  const value = valueAtPath(body, path);
  if (typeof value === 'string' && value !== '') return value;
  const members = Object.keys(body).join(', ');
  throw new ConnectorError(
    `The response of ${request} must have a token at "${path}", got ${value === '' ? 'empty text' : jsonTypeOf(value)}. Its members: ${members === '' ? 'none' : members}`,
  );
}

/** Where a response says how long its token is valid, and what is so when it does not. */
export interface ExpiryFields {
  /** Path of the lifetime in seconds. */
  readonly expiresIn?: string | undefined;
  /** Path of the time. */
  readonly expiresAt?: string | undefined;
  readonly lifetimeMs?: number | undefined;
}

/**
 * When the token of a response expires, in milliseconds since the epoch; `undefined` when nothing says so.
 *
 * @param askedAt When it was asked for: its life may have begun that early.
 * @throws ConnectorError for a time that is none.
 */
export function expiryOf(body: object, fields: ExpiryFields, askedAt: number): number | undefined {
  const { expiresIn, expiresAt } = fields;
  const time = expiresAt === undefined ? undefined : timeOf(valueAtPath(body, expiresAt), `"${expiresAt}"`);
  if (time !== undefined) return time;
  const seconds = expiresIn === undefined ? undefined : Number(valueAtPath(body, expiresIn) ?? 0);
  // 0 is what some APIs say of tokens that do not expire.
  const lifetimeMs = seconds !== undefined && seconds > 0 ? seconds * 1000 : fields.lifetimeMs;
  return lifetimeMs === undefined ? undefined : askedAt + lifetimeMs;
}

/**
 * Milliseconds since the epoch, from ISO 8601, or from seconds or milliseconds since the epoch as a number or as text; `undefined`
 * for what is absent.
 *
 * @param name What it is, for the error.
 * @throws ConnectorError for anything else.
 */
export function timeOf(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string' && isIsoDatetime(value)) return epochOf(value);
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) {
    return number >= FIRST_EPOCH_MILLISECOND ? number : number * 1000;
  }
  throw new ConnectorError(
    `${name} must say when the token expires, in ISO 8601 or in seconds since the epoch, got ${showValue(value, 40)}`,
  );
}
