import type { ApiRequest } from '../http/api-request.ts';
import { queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { shuffled } from '../shop/shuffled.ts';
import type { Shop } from '../shop/shop.ts';
import { decodeChangingOrderCursor, encodeChangingOrderCursor } from './changing-order-cursor.ts';
import { orderSort } from './order-sort.ts';
import type { OrderSort } from './order-sort.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';
import { timeBounds } from './time-bounds.ts';
import type { TimeBounds } from './time-bounds.ts';

/**
 * `GET /v1/orders` of a shop that changes. A cursor holds the sort key of the last order given, as databases page: an order that
 * changes between two pages moves to its new place in the listing, and nothing else does.
 */
export function changingOrdersRoute({ query, pageFaults }: ApiRequest, shop: Shop): Reply {
  const limit = queryPageSize(query, 'limit');
  const cursorText = query.get('cursor');
  const cursor = cursorText === null ? undefined : decodeChangingOrderCursor(cursorText);
  const listing = cursor ?? { sort: orderSort(query), ...timeBounds(query) };

  const keys = sortKeys(listing, shop);
  const position = cursor === undefined ? 0 : keys.filter((key) => comparator(listing.sort)(key, cursor) <= 0).length;
  const window = pageWindow({ position, limit, total: keys.length }, pageFaults);
  const data = recordsText(window, (place) => shop.orders.text(keys[place]?.index ?? 0), pageFaults);
  const last = window.next === undefined ? undefined : keys[Math.min(window.next, keys.length) - 1];
  const { sort, since, until } = listing;
  const next = last === undefined ? 'null' : `"${encodeChangingOrderCursor({ sort, since, until, ...last })}"`;
  return jsonReply(200, `{"data":${data},"next_cursor":${next}}`);
}

/** What a listing sorts by: first by rank, then by the index of the order. */
interface SortKey {
  readonly rank: number;
  readonly index: number;
}

function sortKeys(
  { sort, since, until }: TimeBounds & { readonly sort: OrderSort },
  { size, orders }: Shop,
): SortKey[] {
  const keys: SortKey[] = [];
  for (let index = 0; index < size; index++) {
    const second = orders.updatedSecond(index);
    if (second < since || second > until) continue;
    keys.push({ rank: sort === 'unsorted' ? shuffled(index, size) : second, index });
  }
  return keys.toSorted(comparator(sort));
}

function comparator(sort: OrderSort): (a: SortKey, b: SortKey) => number {
  const sign = sort === 'desc' ? -1 : 1;
  return (a, b) => sign * (a.rank - b.rank || a.index - b.index);
}
