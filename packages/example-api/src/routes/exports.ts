import { faultOf } from '../faults/fault.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { queryInteger, queryPageSize } from '../http/query-integer.ts';
import { JSON_TYPE, jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import { exportFormat, jsonDocument } from './export-formats.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';

/**
 * `GET /v1/exports`: pages with the URL of the next in the body; with `limit=all` all entries after `after` in one document; or
 * all of them in another format, as the `Accept` header asks.
 */
export function exportsRoute(request: ApiRequest, shop: Shop): Reply {
  const { query, headers, pageFaults } = request;
  const after = queryInteger(query, { name: 'after', fallback: 0, min: 0 });
  const first = faultOf(pageFaults, 'emptyPage') ? shop.size : Math.min(after, shop.size);
  const range = { entries: shop.exports, first, end: shop.size };
  const format = exportFormat(headers.accept ?? '');
  if (format !== undefined) {
    return { status: 200, headers: { 'content-type': format.type }, body: () => format.body(range) };
  }
  if (query.get('limit') === 'all') {
    return { status: 200, headers: { 'content-type': JSON_TYPE }, body: () => jsonDocument(range) };
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
