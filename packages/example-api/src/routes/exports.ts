import { Readable, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';

import { faultOf } from '../faults/fault.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { queryInteger, queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';

const LINES_A_CHUNK = 250;
const CHUNK_BYTES = 64 * 1024;

/**
 * `GET /v1/exports`: pages with the URL of the next in the body; or, as the `Accept` header asks, all entries after
 * `after` as JSON lines (`application/x-ndjson`) or as the gzip of these (`application/gzip`).
 */
export function exportsRoute(request: ApiRequest, shop: Shop): Reply {
  const { query, headers, pageFaults } = request;
  const after = queryInteger(query, { name: 'after', fallback: 0, min: 0 });
  const accept = headers.accept ?? '';
  const first = faultOf(pageFaults, 'emptyPage') ? shop.size : after;
  if (accept.includes('application/x-ndjson')) {
    return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: () => jsonLines(first, shop) };
  }
  if (accept.includes('application/gzip')) {
    const body = (): Readable => pipeline(jsonLines(first, shop), createGzip(), () => {});
    return { status: 200, headers: { 'content-type': 'application/gzip' }, body };
  }
  return exportsPage(request, shop, after);
}

function exportsPage({ path, query, origin, pageFaults }: ApiRequest, shop: Shop, after: number): Reply {
  const limit = queryPageSize(query, 'limit');
  // The id of an entry is one more than its index: the entries after an id begin at the index that equals it.
  const window = pageWindow({ position: after, limit, total: shop.size }, pageFaults);
  const data = recordsText(window, shop.exports.text, pageFaults);
  const nextOrigin = faultOf(pageFaults, 'foreignNext')?.origin ?? origin;
  const next = window.next === undefined ? null : `${nextOrigin}${path}?after=${window.next}&limit=${limit}`;
  return jsonReply(200, `{"data":${data},"next":${JSON.stringify(next)}}`);
}

function jsonLines(first: number, shop: Shop): Readable {
  return Readable.from(lineChunks(first, shop), { objectMode: false, highWaterMark: CHUNK_BYTES });
}

function* lineChunks(first: number, shop: Shop): Generator<Buffer> {
  for (let start = first; start < shop.size; start += LINES_A_CHUNK) {
    const end = Math.min(start + LINES_A_CHUNK, shop.size);
    let text = '';
    for (let index = start; index < end; index++) text += `${shop.exports.text(index)}\n`;
    yield Buffer.from(text);
  }
}
