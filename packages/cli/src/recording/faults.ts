import type { ApiResponse, Reply } from './exchange.ts';

/** A 429, with the wait in seconds or as the moment to come back at; without one the client has to choose. */
export function tooManyRequests(retryAfter?: number | Date): ApiResponse {
  const wait = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter?.toString();
  return json(429, { error: 'too many requests' }, wait === undefined ? {} : { 'retry-after': wait });
}

/** What an API answers when it is broken. */
export function serverError(status = 500): ApiResponse {
  return json(status, { error: 'something went wrong' });
}

/** What an API answers to credentials that are not, or no longer, valid. */
export function unauthorized(): ApiResponse {
  return json(401, { error: 'the token has expired' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
}

/** A page for people, as proxies and sign-in portals send it in place of JSON: with status 200. */
export function htmlPage(): ApiResponse {
  const body = Buffer.from('<!DOCTYPE html>\n<html><body><h1>Please sign in</h1></body></html>\n');
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** A response whose connection is cut in the middle of its body. */
export function truncated(response: ApiResponse): Reply {
  return { ...response, cutAfter: Math.floor(response.body.length / 2) };
}

/** The same response without records: its longest list is empty. One that has no list stays as it is. */
export function emptyPage(response: ApiResponse): ApiResponse {
  let value: unknown;
  try {
    value = JSON.parse(response.body.toString());
  } catch {
    return response;
  }
  const longest = listsIn(value).toSorted((a, b) => b.length - a.length)[0];
  longest?.splice(0);
  return { ...response, body: Buffer.from(JSON.stringify(value)) };
}

function listsIn(value: unknown): unknown[][] {
  if (Array.isArray(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listsIn) : [];
}

function json(status: number, value: object, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}
