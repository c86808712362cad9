import { connection } from '../graphql/connection.ts';
import type { Answer, GraphqlObject } from '../graphql/execute-query.ts';
import { executeQuery } from '../graphql/execute-query.ts';
import { GraphqlError } from '../graphql/graphql-error.ts';
import { parseQuery } from '../graphql/parse-query.ts';
import type { PageFault } from '../faults/fault.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { jsonBody } from '../http/json-body.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import { parseIsoTime } from '../shop/iso-time.ts';
import type { Shop } from '../shop/shop.ts';

/** `POST /v1/graphql`: orders and their events as connections, products by offset. Errors come with status 200. */
export function graphqlRoute({ body, pageFaults }: ApiRequest, shop: Shop): Reply {
  const { query, variables } = jsonBody(body);
  return jsonReply(200, JSON.stringify(answer(String(query), (variables ?? {}) as GraphqlObject, shop, pageFaults)));
}

function answer(query: string, variables: GraphqlObject, shop: Shop, faults: readonly PageFault[]): Answer {
  try {
    return executeQuery(parseQuery(query, variables), queryRoot(shop, faults));
  } catch (error) {
    if (!(error instanceof GraphqlError)) throw error;
    return { data: null, errors: [{ message: error.message, extensions: { code: error.code } }] };
  }
}

function queryRoot(shop: Shop, faults: readonly PageFault[]): GraphqlObject {
  return {
    orders(args: GraphqlObject) {
      const lowest = lowestIndex(args['updatedSince'], shop);
      const record = (position: number): GraphqlObject => order(lowest + position, shop, faults);
      return connection({ total: Math.max(0, shop.size - lowest), record }, args, faults);
    },
    order({ id }: GraphqlObject) {
      const index = /^[1-9]\d{0,14}$/.test(String(id)) ? Number(id) - 1 : NaN;
      return index < shop.size ? order(index, shop, faults) : null;
    },
    products({ offset = 0, limit = 100 }: GraphqlObject) {
      const start = Math.min(Number(offset), shop.size);
      const end = Math.min(start + Number(limit), shop.size);
      return Array.from({ length: end - start }, (_, nth) => shop.products.record(start + nth));
    },
  };
}

function order(index: number, shop: Shop, faults: readonly PageFault[]): GraphqlObject {
  const total = shop.orderEvents.count(index);
  // GraphQL has no integers of 64 bits: they are text.
  const record = (nth: number): GraphqlObject => {
    const event = shop.orderEvents.record(index, nth);
    return { ...event, id: String(event.id) };
  };
  const events = (args: GraphqlObject): GraphqlObject => connection({ total, record }, args, faults);
  return { ...shop.orders.record(index), events };
}

function lowestIndex(updatedSince: unknown, shop: Shop): number {
  if (updatedSince === undefined || updatedSince === null) return 0;
  const time = typeof updatedSince === 'string' ? parseIsoTime(updatedSince) : undefined;
  if (time !== undefined) return shop.timeline.firstIndexFrom(Math.ceil(time / 1000));
  throw new GraphqlError(
    'BAD_USER_INPUT',
    `"updatedSince" must be an ISO 8601 time, got ${JSON.stringify(updatedSince)}`,
  );
}
