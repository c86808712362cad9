import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { parseIsoTime } from '../shop/iso-time.ts';
import type { Shop } from '../shop/shop.ts';
import { decodeOrderCursor, encodeOrderCursor } from './order-cursor.ts';
import type { OrderCursor } from './order-cursor.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';

/** `GET /v1/orders`: pages by an opaque cursor, by `updated_at` and then id, from `updated_since` on. */
export function ordersRoute({ query, pageFaults }: ApiRequest, shop: Shop): Reply {
  const limit = queryPageSize(query, 'limit');
  const listing = requestedListing(query, shop);
  const cursor = query.get('cursor');
  const { sort, lowest, position } = cursor === null ? listing : decodeOrderCursor(cursor);

  const total = Math.max(0, shop.size - lowest);
  const window = pageWindow({ position, limit, total }, pageFaults);
  const last = shop.size - 1;
  const text = (place: number): string => shop.orders.text(sort === 'asc' ? lowest + place : last - place);
  const data = recordsText(window, text, pageFaults);
  const next = window.next === undefined ? 'null' : `"${encodeOrderCursor({ sort, lowest, position: window.next })}"`;
  return jsonReply(200, `{"data":${data},"next_cursor":${next}}`);
}

function requestedListing(query: URLSearchParams, shop: Shop): OrderCursor {
  const sort = query.get('sort') ?? 'asc';
  if (sort !== 'asc' && sort !== 'desc') {
    throw new ApiError(400, 'bad_parameter', `"sort" must be "asc" or "desc", got "${sort}"`);
  }
  return { sort, lowest: lowestIndex(query.get('updated_since'), shop), position: 0 };
}

function lowestIndex(updatedSince: string | null, shop: Shop): number {
  if (updatedSince === null) return 0;
  const time = parseIsoTime(updatedSince);
  if (time === undefined) {
    throw new ApiError(400, 'bad_parameter', `"updated_since" must be an ISO 8601 time, got "${updatedSince}"`);
  }
  return shop.timeline.firstIndexFrom(Math.ceil(time / 1000));
}
