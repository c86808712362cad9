// A small server for the examples of this folder: lists of which each page has two records.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ListApi {
  /** What a connector's config has as `url`. */
  readonly url: string;
  /** Paths with their queries, in the order they were asked for. */
  readonly requests: string[];
}

export interface ListApiOptions {
  /** The API's clock, in milliseconds since the epoch, for its `Date` header. @default the system's */
  readonly now?: () => number;
}

/**
 * Starts it on a free port of 127.0.0.1, until the test that calls this is over.
 *
 * @param listAt The whole list at a URL; `undefined` for a 404. A page is `{ data, next, total }`; `?cursor=` asks for the one that
 *   `next` named, `?page=` for one by its number.
 */
export async function startListApi(
  listAt: (url: URL) => readonly object[] | undefined,
  { now = Date.now }: ListApiOptions = {},
): Promise<ListApi> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    requests.push(decodeURIComponent(request.url ?? ''));
    const list = listAt(url);
    response.writeHead(list === undefined ? 404 : 200, {
      'content-type': 'application/json',
      date: new Date(now()).toUTCString(),
    });
    response.end(JSON.stringify(list === undefined ? { error: 'not found' } : pageOf(list, url.searchParams)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function pageOf(list: readonly object[], params: URLSearchParams): object {
  const page = params.get('page');
  const from = page === null ? Number(params.get('cursor') ?? 0) : 2 * (Number(page) - 1);
  const next = from + 2 < list.length ? String(from + 2) : null;
  return { data: list.slice(from, from + 2), next, total: list.length };
}
