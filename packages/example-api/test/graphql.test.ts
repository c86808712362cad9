import { expect, test } from 'vitest';

import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

const ask = async (api: TestApi, query: string, variables?: object): Promise<any> =>
  (await api.post('/v1/graphql', { query, variables })).json();

const ordersQuery = `query Orders($first: Int, $after: String) {
  orders(first: $first, after: $after) { nodes { id total } pageInfo { hasNextPage endCursor } }
}`;

test('a connection is read by its end cursor, and has the fields that were asked for', async () => {
  const api = await useApi({ size: 25 });
  const pages: any[] = [];
  for (let after: string | null = null, more = true; more;) {
    const orders: any = (await ask(api, ordersQuery, { first: 10, after })).data.orders;
    pages.push(orders.nodes);
    ({ endCursor: after, hasNextPage: more } = orders.pageInfo);
  }
  expect(pages.map(({ length }) => length)).toEqual([10, 10, 5]);
  const expected = Array.from({ length: 25 }, (_, index) => api.shop.orders.record(index));
  expect(pages.flat()).toEqual(expected.map(({ id, total }) => ({ id, total })));
});

test('edges carry their nodes, and a cursor after each of them', async () => {
  const api = await useApi({ size: 25 });
  const query = 'query($after: String) { orders(first: 2, after: $after) { edges { cursor node { id } } totalCount } }';
  const { orders } = (await ask(api, query)).data;
  expect(orders).toMatchObject({ edges: [{ node: { id: 1 } }, { node: { id: 2 } }], totalCount: 25 });
  const after = (await ask(api, query, { after: orders.edges[0].cursor })).data.orders;
  expect(after.edges[0].node).toEqual({ id: 2 });
});

test('orders of a time on, the events of one order, and products by offset', async () => {
  const api = await useApi({ size: 25 });
  const { updated_at: since } = api.shop.orders.record(20);
  const { orders, order, none, products } = (
    await ask(
      api,
      `query ($since: String) {
        orders(updatedSince: $since) { totalCount }
        order(id: 4) { id events(first: 1) { nodes { id type } pageInfo { hasNextPage } } }
        none: order(id: "99") { id }
        products(offset: 5, limit: 2) { id }
      }`,
      { since },
    )
  ).data;
  expect(orders.totalCount).toBeGreaterThan(4);
  const { id, type } = api.shop.orderEvents.record(3, 0);
  const pageInfo = { hasNextPage: api.shop.orderEvents.count(3) > 1 };
  expect(order).toEqual({ id: 4, events: { nodes: [{ id: String(id), type }], pageInfo } });
  expect(none).toBeNull();
  expect(products).toEqual([5, 6].map((index) => ({ id: api.shop.products.record(index).id })));
});

test.each([
  ['{ nothing { id } }', 'Cannot query field "nothing".', ['nothing'], 'GRAPHQL_VALIDATION_FAILED'],
  [
    '{ orders(first: 1) { nodes { colour } } }',
    'Cannot query field "colour".',
    ['orders', 'nodes', 0, 'colour'],
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '{ orders(first: 1) { nodes } }',
    'Field "nodes" must have a selection of subfields.',
    ['orders', 'nodes'],
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '{ orders(first: 251) { totalCount } }',
    '"first" must be an integer from 1 to 250, got 251',
    ['orders'],
    'MAX_PAGE_SIZE_EXCEEDED',
  ],
  ['{ orders(after: "x") { totalCount } }', '"x" is not a cursor of this API', ['orders'], 'BAD_USER_INPUT'],
  [
    '{ orders(updatedSince: "now") { totalCount } }',
    '"updatedSince" must be an ISO 8601 time, got "now"',
    ['orders'],
    'BAD_USER_INPUT',
  ],
])('%s: an error with status 200, beside the rest of the data', async (query, message, path, code) => {
  const api = await useApi({ size: 3 });
  const response = await api.post('/v1/graphql', { query: query.replace(/\}$/, 'products(limit: 1) { id } }') });
  expect(response.status).toBe(200);
  const { data, errors } = (await response.json()) as any;
  expect(errors).toEqual([{ message, path, extensions: { code } }]);
  expect(data.products).toHaveLength(1);
});

test('a query that cannot be read has no data', async () => {
  const api = await useApi({ size: 3 });
  expect(await ask(api, '{ orders')).toEqual({
    data: null,
    errors: [{ message: 'Syntax Error: Unexpected <EOF>.', extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
  });
});

test('what is no JSON object is 400, and GET is 405', async () => {
  const api = await useApi({ size: 3 });
  expect((await api.post('/v1/graphql', ['query'])).status).toBe(400);
  const response = await api.get('/v1/graphql');
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

test('page faults reach connections: loops, and pages that are too big', async () => {
  const api = await useApi({ size: 25 });
  api.faults.add({ times: 2, fault: { kind: 'loopNext' } });
  const first = (await ask(api, ordersQuery, { first: 10 })).data.orders.pageInfo;
  const second = (await ask(api, ordersQuery, { first: 10, after: first.endCursor })).data.orders.pageInfo;
  expect(second).toEqual(first);
  api.faults.add({ fault: { kind: 'pageTooBig', max: 9 } });
  expect((await api.post('/v1/graphql', { query: ordersQuery, variables: { first: 10 } })).status).toBe(504);
});

test('the log has the body of a request', async () => {
  const api = await useApi({ size: 3 });
  await ask(api, '{ orders { totalCount } }');
  expect(api.requests.map(({ method, body }) => [method, body])).toEqual([
    ['POST', '{"query":"{ orders { totalCount } }"}'],
  ]);
});
