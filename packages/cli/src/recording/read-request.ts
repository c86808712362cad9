import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ApiRequest } from './exchange.ts';

/** Headers that are between a client and its proxy, and no business of the API. */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'upgrade']);

/**
 * Reads a request to its end.
 *
 * @param origin Where its connection leads: `https://api.example.com`. Without one the request line must have a whole URL.
 * @returns `undefined` when nobody knows which host is meant.
 */
export async function readRequest(
  incoming: IncomingMessage,
  origin: string | undefined,
): Promise<ApiRequest | undefined> {
  const body = await buffer(incoming);
  const { method = 'GET', url = '' } = incoming;
  if (origin === undefined && !URL.canParse(url)) return undefined;
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    value === undefined || OF_CONNECTION.has(name) ? [] : [[name, String(value)]],
  );
  return {
    method,
    url: new URL(url, origin).href,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
  };
}
