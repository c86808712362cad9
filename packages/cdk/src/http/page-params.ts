import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonTypeOf } from '../protocol/json.ts';
import type { QueryParams, RequestBody } from './http-request.ts';

/** Where the paginator's parameters of a page go: into the query; with a `path`, into the body. */
export function placePageParams(
  params: QueryParams | undefined,
  body: RequestBody | undefined,
  path: string | undefined,
): { readonly query?: QueryParams | undefined; readonly body: RequestBody | undefined } {
  return path === undefined ? { query: params, body } : { body: withPageParams(body, params, path) };
}

/**
 * Puts the parameters of a page into a body: at `path` of its JSON, or among the fields of a form when the path is empty. What
 * the body says itself stays.
 *
 * @throws ConnectorError when the body has no place for them.
 */
export function withPageParams(body: RequestBody = { json: {} }, params: QueryParams = {}, path: string): RequestBody {
  if ('json' in body) return { json: merged(body.json, params, path === '' ? [] : path.split('.'), path) };
  if ('form' in body && path === '') return { form: { ...params, ...body.form } };
  const kind = 'form' in body ? 'a form, which has no paths' : 'text' in body ? 'text' : 'bytes';
  throw new ConnectorError(
    `pageParamsPath ${JSON.stringify(path)} needs a requestBody of JSON to put the page into, got ${kind}`,
  );
}

function merged(value: JsonValue | undefined, params: QueryParams, keys: readonly string[], path: string): JsonObject {
  if (value !== undefined && !isJsonObject(value)) {
    throw new ConnectorError(
      `pageParamsPath ${JSON.stringify(path)} must lead to an object in the requestBody, got ${jsonTypeOf(value)}`,
    );
  }
  const [key, ...rest] = keys;
  if (key === undefined) return { ...(params as JsonObject), ...value };
  return { ...value, [key]: merged(value?.[key], params, rest, path) };
}
