import type { ApiRequest } from '../http/api-request.ts';
import { queryInteger, queryPageSize } from '../http/query-integer.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import { pageWindow } from './page-window.ts';
import { recordsText } from './records-text.ts';

/** `GET /v1/stores`: pages by number. */
export function storesRoute({ query, pageFaults }: ApiRequest, { stores }: Shop): Reply {
  const page = queryInteger(query, { name: 'page', fallback: 1, min: 1 });
  const limit = queryPageSize(query, 'per_page');
  const window = pageWindow({ position: (page - 1) * limit, limit, total: stores.count }, pageFaults);
  return jsonReply(200, `{"data":${recordsText(window, stores.text, pageFaults)},"page":${page}}`);
}
