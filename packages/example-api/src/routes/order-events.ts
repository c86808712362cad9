import { faultOf } from '../faults/fault.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { queryInteger, queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';

const DEFAULT_PAGE_SIZE = 2;

/** `GET /v1/orders/{id}/events`: a bare array, with the next page in the `Link` header. */
export function orderEventsRoute({ path, query, origin, pageFaults }: ApiRequest, shop: Shop): Reply {
  const orderIndex = requestedOrder(path, shop);
  const page = queryInteger(query, { name: 'page', fallback: 1, min: 1 });
  const limit = queryPageSize(query, 'per_page', DEFAULT_PAGE_SIZE);
  const total = shop.orderEvents.count(orderIndex);
  const window = pageWindow({ position: (page - 1) * limit, limit, total }, pageFaults);
  const body = recordsText(window, (position) => shop.orderEvents.text(orderIndex, position), pageFaults);

  const link = (rel: string, base: string, number: number): string =>
    `<${base}${path}?per_page=${limit}&page=${number}>; rel="${rel}"`;
  const links = [link('first', origin, 1)];
  if (window.next !== undefined) {
    const nextOrigin = faultOf(pageFaults, 'foreignNext')?.origin ?? origin;
    links.push(link('next', nextOrigin, Math.floor(window.next / limit) + 1));
  }
  return jsonReply(200, body, { link: links.join(', ') });
}

function requestedOrder(path: string, shop: Shop): number {
  const id = path.split('/')[3] ?? '';
  const index = /^[1-9]\d{0,15}$/.test(id) ? Number(id) - 1 : NaN;
  if (index < shop.size) return index;
  throw new ApiError(404, 'not_found', `There is no order "${id}"`);
}
