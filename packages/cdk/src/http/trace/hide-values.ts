import type { HarEntry, HarPair } from '../../protocol/har.ts';
import { MASK } from '../mask-secrets.ts';

/** Headers whose values are worth knowing of any request, and never a secret. */
const PLAIN_HEADERS = new Set([
  'content-type',
  'content-length',
  'date',
  'host',
  'retry-after',
  'server',
  'user-agent',
]);

/**
 * An entry for a request that asks for credentials: what comes of it is known to be a secret only when somebody has read it, so
 * hardly any value of it is kept.
 */
export function hideValues(entry: HarEntry): HarEntry {
  const { request, response } = entry;
  const headers = (pairs: readonly HarPair[]): HarPair[] =>
    pairs.map(({ name, value }) => ({ name, value: PLAIN_HEADERS.has(name.toLowerCase()) ? value : MASK }));
  return {
    ...entry,
    request: {
      ...request,
      url: withoutQuery(request.url),
      headers: headers(request.headers),
      queryString: request.queryString.map(({ name }) => ({ name, value: MASK })),
    },
    response: { ...response, headers: headers(response.headers), redirectURL: withoutQuery(response.redirectURL) },
  };
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, `?${MASK}`);
}
