import { encodeBody } from './encode-body.ts';
import { encodeForm, type HttpRequest, lowerCaseNames } from './http-request.ts';

/**
 * Tells requests of one client apart that may have different responses: by method, URL, headers and body as the request names
 * them. What the client adds to each of them, the credentials among it, is no part of it.
 */
export function cacheKey({ method = 'GET', urlBase, url, params = {}, headers, body }: HttpRequest): string {
  const ordered = Object.entries(lowerCaseNames(headers)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([method, urlBase, url, encodeForm(params), ordered, encodeBody(body).body]);
}
