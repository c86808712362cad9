import { ConfigError } from '../errors/config-error.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, jsonTypeOf } from '../protocol/json.ts';
import type { Credentials } from './authenticators/authenticator.ts';
import { type HttpRequest, lowerCaseNames, type QueryParams, type RequestBody } from './http-request.ts';

/**
 * The same request with the credentials in it, which win over what it has of the same name. Names of headers come out in lower
 * case.
 *
 * @throws ConnectorError when the body has no fields to add to; ConfigError for a value that cannot stand in a cookie.
 */
export function withCredentials(request: HttpRequest, credentials: Credentials | undefined): HttpRequest {
  if (credentials === undefined) return { ...request, headers: lowerCaseNames(request.headers) };
  const headers = { ...lowerCaseNames(request.headers), ...lowerCaseNames(credentials.headers) };
  return {
    ...request,
    headers: { ...headers, cookie: cookieHeader(headers['cookie'], credentials.cookies) },
    params: { ...request.params, ...credentials.params },
    body: withFields(request.body, credentials.bodyFields),
  };
}

function cookieHeader(header: string | undefined, cookies: Credentials['cookies'] = {}): string | undefined {
  const kept = (header ?? '').split(/; */).filter((pair) => pair !== '' && !Object.hasOwn(cookies, nameOf(pair)));
  for (const [name, value] of Object.entries(cookies)) {
    // What ends a cookie, or the header, would make it another one.
    if (/[\s;,]/.test(value))
      throw new ConfigError(`The value of the cookie "${name}" has a space, a comma or a semicolon`);
    kept.push(`${name}=${value}`);
  }
  return kept.length === 0 ? undefined : kept.join('; ');
}

function nameOf(cookie: string): string {
  return cookie.split('=', 1)[0] ?? '';
}

function withFields(body: RequestBody | undefined, fields: Credentials['bodyFields']): RequestBody | undefined {
  if (fields === undefined) return body;
  if (body === undefined) return { json: fields };
  if ('form' in body) return { form: { ...body.form, ...(fields as QueryParams) } };
  if ('json' in body && isJsonObject(body.json)) return { json: { ...body.json, ...fields } };
  const found = 'json' in body ? jsonTypeOf(body.json) : 'text' in body ? 'text' : 'bytes';
  throw new ConnectorError(
    `The credentials are fields of the body (${Object.keys(fields).join(', ')}), which must be a JSON object or a form, got ${found}`,
  );
}
