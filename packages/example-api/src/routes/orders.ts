import type { ApiRequest } from '../http/api-request.ts';
import { queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { shuffled } from '../shop/shuffled.ts';
import type { Shop } from '../shop/shop.ts';
import { changingOrdersRoute } from './changing-orders.ts';
import { decodeOrderCursor, encodeOrderCursor } from './order-cursor.ts';
import type { OrderCursor } from './order-cursor.ts';
import { orderSort } from './order-sort.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';
import { timeBounds } from './time-bounds.ts';

/** `GET /v1/orders`: pages by an opaque cursor, by `updated_at` and then id, between two bounds. */
export function ordersRoute(request: ApiRequest, shop: Shop): Reply {
  if (shop.orderChanges !== undefined) return changingOrdersRoute(request, shop);
  const { query, pageFaults } = request;
  const limit = queryPageSize(query, 'limit');
  const listing = requestedListing(query, shop);
  const cursor = query.get('cursor');
  const { position, ...range } = cursor === null ? listing : decodeOrderCursor(cursor);

  const total = Math.max(0, range.end - range.lowest);
  const window = pageWindow({ position, limit, total }, pageFaults);
  const data = recordsText(window, (place) => shop.orders.text(indexAt(place, range)), pageFaults);
  const next = window.next === undefined ? 'null' : `"${encodeOrderCursor({ ...range, position: window.next })}"`;
  return jsonReply(200, `{"data":${data},"next_cursor":${next}}`);
}

function requestedListing(query: URLSearchParams, { timeline }: Shop): OrderCursor {
  const { since, until } = timeBounds(query);
  const [lowest, end] = [timeline.firstIndexFrom(since), timeline.firstIndexFrom(until + 1)];
  return { sort: orderSort(query), lowest, end, position: 0 };
}

function indexAt(place: number, { sort, lowest, end }: Omit<OrderCursor, 'position'>): number {
  switch (sort) {
    case 'asc':
      return lowest + place;
    case 'desc':
      return end - 1 - place;
    case 'unsorted':
      return lowest + shuffled(place, end - lowest);
  }
}
