import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import type { ApiState } from './api-state.ts';
import { customersRoute } from './customers.ts';
import { createExportJobRoute, exportJobResultRoute, exportJobRoute } from './export-jobs.ts';
import { exportsRoute } from './exports.ts';
import { graphqlRoute } from './graphql.ts';
import { orderEventsRoute } from './order-events.ts';
import { oauthTokenRoute } from './oauth-token.ts';
import { ordersRoute } from './orders.ts';
import { productsRoute } from './products.ts';
import { sessionRoute } from './session.ts';
import { stockRoute } from './stock.ts';
import { storesRoute } from './stores.ts';

/** Answers the requests to one endpoint. Throws an {@link ApiError} for what it refuses. */
export type Route = (request: ApiRequest, shop: Shop, state: ApiState) => Reply;

/** An endpoint: what answers it, and whether it is open to clients without a token. */
export interface Endpoint {
  readonly route: Route;
  readonly open: boolean;
  /** @default GET alone, and its answers depend on nothing but the request, so they can be kept */
  readonly methods?: readonly string[];
}

const endpoints = new Map<string, Endpoint>([
  ['/v1/status', { route: () => jsonReply(200, '{"status":"ok"}'), open: true }],
  ['/oauth/token', { route: oauthTokenRoute, open: true, methods: ['POST'] }],
  ['/session', { route: sessionRoute, open: true, methods: ['POST'] }],
  ['/v1/customers', { route: customersRoute, open: false }],
  ['/v1/products', { route: productsRoute, open: false }],
  ['/v1/orders', { route: ordersRoute, open: false }],
  ['/v1/exports', { route: exportsRoute, open: false }],
  ['/v1/stores', { route: storesRoute, open: false }],
  ['/v1/graphql', { route: graphqlRoute, open: false, methods: ['POST'] }],
  ['/v1/export-jobs', { route: createExportJobRoute, open: false, methods: ['POST'] }],
]);

/** The endpoints that have an id in their path. */
const patterns: readonly (readonly [RegExp, Endpoint])[] = [
  [/^\/v1\/orders\/[^/]+\/events$/, { route: orderEventsRoute, open: false }],
  [/^\/v1\/stores\/[^/]+\/stock$/, { route: stockRoute, open: false }],
  [/^\/v1\/export-jobs\/[^/]+$/, { route: exportJobRoute, open: false, methods: ['GET', 'DELETE'] }],
  [/^\/v1\/export-jobs\/[^/]+\/results\/\d+$/, { route: exportJobResultRoute, open: false, methods: ['GET'] }],
];

const unknown: Endpoint = {
  route: ({ path }) => {
    throw new ApiError(404, 'not_found', `There is nothing at "${path}"`);
  },
  open: false,
};

/** Finds the endpoint of a path; a path the API does not know has one that answers 404. */
export function findEndpoint(path: string): Endpoint {
  return endpoints.get(path) ?? patterns.find(([pattern]) => pattern.test(path))?.[1] ?? unknown;
}
