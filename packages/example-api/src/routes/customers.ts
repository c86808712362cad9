import type { ApiRequest } from '../http/api-request.ts';
import { queryInteger, queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';

/** `GET /v1/customers`: pages by number. */
export function customersRoute({ query, pageFaults }: ApiRequest, shop: Shop): Reply {
  const page = queryInteger(query, { name: 'page', fallback: 1, min: 1 });
  const limit = queryPageSize(query, 'per_page');
  const window = pageWindow({ position: (page - 1) * limit, limit, total: shop.size }, pageFaults);
  const data = recordsText(window, shop.customers.text, pageFaults);
  const pageAfter = window.next === undefined ? 0 : Math.floor(window.next / limit) + 1;
  const totalPages = Math.max(Math.ceil(shop.size / limit), pageAfter);
  return jsonReply(200, `{"data":${data},"page":${page},"per_page":${limit},"total_pages":${totalPages}}`);
}
