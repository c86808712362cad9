import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { queryInteger, queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';
import { timeBounds } from './time-bounds.ts';

/** `GET /v1/stores/{id}/stock`: pages by number, by `updated_at`, between two bounds. */
export function stockRoute({ path, query, pageFaults }: ApiRequest, shop: Shop): Reply {
  const store = requestedStore(path, shop);
  const page = queryInteger(query, { name: 'page', fallback: 1, min: 1 });
  const limit = queryPageSize(query, 'per_page');
  const { since, until } = timeBounds(query);
  const lowest = shop.stock.firstIndexFrom(store, since);
  const total = Math.max(0, shop.stock.firstIndexFrom(store, until + 1) - lowest);
  const window = pageWindow({ position: (page - 1) * limit, limit, total }, pageFaults);
  const text = (position: number): string => JSON.stringify(shop.stock.record(store, lowest + position));
  return jsonReply(200, `{"data":${recordsText(window, text, pageFaults)},"page":${page}}`);
}

function requestedStore(path: string, { stores }: Shop): number {
  const id = path.split('/')[3] ?? '';
  const number = /^store-([1-9]\d{0,8})$/.exec(id)?.[1];
  if (number !== undefined && Number(number) <= stores.count) return Number(number) - 1;
  throw new ApiError(404, 'not_found', `There is no store "${id}"`);
}
