import type { ApiRequest } from '../http/api-request.ts';
import { queryInteger, queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';

/** `GET /v1/products`: pages by offset. */
export function productsRoute({ query, pageFaults }: ApiRequest, shop: Shop): Reply {
  const offset = queryInteger(query, { name: 'offset', fallback: 0, min: 0 });
  const limit = queryPageSize(query, 'limit');
  const window = pageWindow({ position: offset, limit, total: shop.size }, pageFaults);
  const items = recordsText(window, shop.products.text, pageFaults);
  const total = Math.max(shop.size, window.next === undefined ? 0 : window.next + 1);
  return jsonReply(200, `{"items":${items},"offset":${offset},"limit":${limit},"total":${total}}`);
}
