import { type ExampleApi, type FaultRule, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { testRun } from '../../../test/run-context.ts';
import type { JsonObject, JsonSchema } from '../../protocol/json.ts';
import type { SliceContext } from '../../streams/contexts.ts';
import { BearerAuthenticator } from '../authenticators/bearer-authenticator.ts';
import { HttpClient } from '../http-client.ts';
import { HttpError } from '../http-error.ts';
import type { PageContext } from '../page-context.ts';
import { OffsetPaginator } from '../paginators/offset-paginator.ts';
import type { Paginator } from '../paginators/paginator.ts';
import { RelayPaginator } from '../paginators/relay-paginator.ts';
import { GraphqlStream } from './graphql-stream.ts';

interface Node {
  readonly id: number | string;
}

const ORDERS = `query ($first: Int, $after: String, $since: String) {
  orders(first: $first, after: $after, updatedSince: $since) {
    nodes { id total }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Orders by the cursor of their connection, unless a test says otherwise. */
class TestStream extends GraphqlStream<Node, any, any, any> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  readonly query: string = ORDERS;
  readonly recordPath: string = 'data.orders.nodes';
  override readonly paginator: Paginator<any> = new RelayPaginator({ path: 'data.orders.pageInfo', pageSize: 8 });

  constructor(client: HttpClient, parts: Partial<TestStream> = {}) {
    super(client);
    Object.assign(this, parts);
  }

  getJsonSchema(): JsonSchema {
    return {};
  }

  protected override variables({ slice, state }: PageContext<Node, any, any, any>): JsonObject {
    return { ...slice, since: state.updated_at };
  }
}

async function useApi(...faults: FaultRule[]): Promise<{ api: ExampleApi; client: HttpClient }> {
  const api = await startExampleApi({ size: 20, faults });
  onTestFinished(() => api.close());
  const client = new HttpClient({
    urlBase: `${api.url}/v1/graphql`,
    authenticator: new BearerAuthenticator(api.token),
  });
  return { api, client };
}

async function read(
  stream: TestStream,
  context: SliceContext<any, any> = testRun().context,
): Promise<{ pages: (number | string)[][]; error: any }> {
  const pages: (number | string)[][] = [];
  try {
    for await (const page of stream.readPages(context)) pages.push(Array.from(page, ({ id }) => id));
  } catch (error) {
    return { pages, error };
  }
  return { pages, error: undefined };
}

/** A response with status 200 that holds these errors. */
const errors = (codes: readonly object[], data: unknown = null): FaultRule['fault'] => ({
  kind: 'status',
  status: 200,
  body: { data, errors: codes },
});
const coded = (code: string): object => ({ message: `It is ${code}`, extensions: { code } });
const variablesOf = (api: ExampleApi): unknown[] =>
  api.requests.map(({ body }) => (JSON.parse(body) as { variables: unknown }).variables);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('H10: a GraphQL list', () => {
  test('is read by the cursor of its connection, with the page among the variables', async () => {
    const { api, client } = await useApi();
    const since = api.shop.orders.record(0).updated_at;
    const { pages, error } = await read(new TestStream(client), testRun({ state: { updated_at: since } }).context);
    expect([pages, error]).toEqual([[range(1, 8), range(9, 16), range(17, 20)], undefined]);
    expect(api.requests.map(({ method, query }) => `${method} ${JSON.stringify(query)}`)).toEqual([
      'POST {}',
      'POST {}',
      'POST {}',
    ]);
    const [first, second] = variablesOf(api);
    expect(first).toEqual({ first: 8, since });
    expect(second).toEqual({ first: 8, since, after: expect.any(String) });
    expect(JSON.parse(api.requests[0]?.body ?? '')).toMatchObject({ query: ORDERS });
  });

  test('may be the edges of a connection', async () => {
    const { client } = await useApi();
    const query = ORDERS.replace('nodes { id total }', 'edges { cursor node { id } }');
    const { pages } = await read(new TestStream(client, { query, recordPath: 'data.orders.edges' }));
    expect(pages.flat()).toEqual(range(1, 20));
  });

  test('may be read by offset', async () => {
    const { api, client } = await useApi();
    const { pages } = await read(
      new TestStream(client, {
        query: 'query ($limit: Int, $offset: Int) { products(limit: $limit, offset: $offset) { id } }',
        recordPath: 'data.products',
        paginator: new OffsetPaginator({ pageSize: 8 }),
      }),
    );
    expect(pages.map(({ length }) => length)).toEqual([8, 8, 4]);
    expect(variablesOf(api)).toEqual([
      { limit: 8, offset: 0 },
      { limit: 8, offset: 8 },
      { limit: 8, offset: 16 },
    ]);
  });

  test('may be that of a slice', async () => {
    const { api, client } = await useApi();
    const index = range(0, 19).find((order) => api.shop.orderEvents.count(order) >= 3) ?? -1;
    const { pages } = await read(
      new TestStream(client, {
        query: `query ($id: ID, $first: Int, $after: String) {
          order(id: $id) { events(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }
        }`,
        recordPath: 'data.order.events.nodes',
        paginator: new RelayPaginator({ path: 'data.order.events.pageInfo', pageSize: 2 }),
      }),
      testRun({ slice: { id: index + 1 } }).context,
    );
    expect(pages.flat()).toHaveLength(api.shop.orderEvents.count(index));
  });

  test('without pageInfo in the query is an error, not one page', async () => {
    const { client } = await useApi();
    const query = ORDERS.replace('pageInfo { hasNextPage endCursor }', '');
    const { pages, error } = await read(new TestStream(client, { query }));
    expect(pages).toEqual([range(1, 8)]);
    expect(error.message).toContain('Ask for pageInfo { hasNextPage endCursor } in the query');
  });

  test('H8: whose cursor does not move ends', async () => {
    const { api, client } = await useApi({ times: Infinity, fault: { kind: 'loopNext' } });
    const { error } = await read(new TestStream(client));
    expect(error.message).toContain('Pagination of stream "orders" is stuck: the API returned page token');
    expect(api.requests.length).toBeLessThanOrEqual(1 + 3);
  });

  test('H12: estuary/connectors#3521: asks for fewer nodes when a page is too big', async () => {
    const { api, client } = await useApi({ times: Infinity, fault: { kind: 'pageTooBig', max: 5 } });
    const run = testRun();
    const { pages, error } = await read(new TestStream(client, { reducePageSizeOn: [504] }), run.context);
    expect([pages.flat(), error, run.clock.waits]).toEqual([range(1, 20), undefined, []]);
    const sizes = api.requests.map(({ status, body }) => `${status} for ${JSON.parse(body).variables.first}`);
    expect(sizes).toEqual(['504 for 8', ...Array<string>(5).fill('200 for 4')]);
  });

  test('a node that is null is no record', async () => {
    const { client } = await useApi({
      fault: {
        kind: 'status',
        status: 200,
        body: { data: { orders: { nodes: [{ id: 1 }, null, { id: 2 }], pageInfo: { hasNextPage: false } } } },
      },
    });
    expect((await read(new TestStream(client))).pages).toEqual([[1, 2]]);
  });
});

describe('H10: errors in a response with status 200', () => {
  test('fail the stream, with message, place and code', async () => {
    const { api, client } = await useApi();
    const query = ORDERS.replace('total', 'colour');
    const { pages, error } = await read(new TestStream(client, { query }));
    const places = range(0, 2).map(
      (nth) => `"Cannot query field \\"colour\\"." at orders.nodes.${nth}.colour (GRAPHQL_VALIDATION_FAILED)`,
    );
    expect(pages).toEqual([]);
    expect(error).toBeInstanceOf(HttpError);
    expect([error.failureType, error.message]).toEqual([
      'system_error',
      `Request failed although its status is 200 OK: POST ${api.url}/v1/graphql. The API says: ${places.join(', ')}, and 5 more`,
    ]);
  });

  test.each(['THROTTLED', 'RATE_LIMITED', 'RateLimitExceeded', 'TOO_MANY_REQUESTS', 'COMPLEXITY_BUDGET_EXHAUSTED'])(
    '%s: a used-up quota is waited for, and shown as one',
    async (code) => {
      const { client } = await useApi({ from: 2, times: 2, fault: errors([coded(code)]) });
      const run = testRun();
      const { pages, error } = await read(new TestStream(client), run.context);
      expect([pages.flat(), error]).toEqual([range(1, 20), undefined]);
      expect([run.rateLimits.length, run.clock.waits]).toEqual([2, [1000, 2000]]);
    },
  );

  test('GitHub: type RATE_LIMITED, and the header that says until when', async () => {
    const { client } = await useApi({
      fault: {
        kind: 'status',
        status: 200,
        headers: { 'x-ratelimit-reset': '30' },
        body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
      },
    });
    const run = testRun();
    await read(new TestStream(client), run.context);
    expect(run.clock.waits).toEqual([30_000]);
  });

  test.each(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT'])('%s is tried again', async (code) => {
    const { client } = await useApi({ fault: errors([coded(code)]) });
    const run = testRun();
    const { pages } = await read(new TestStream(client), run.context);
    expect([pages.flat().length, run.clock.waits, run.rateLimits]).toEqual([20, [1000], []]);
  });

  test.each([
    ['UNAUTHENTICATED', 'config_error'],
    ['FORBIDDEN', 'config_error'],
    ['BAD_USER_INPUT', 'system_error'],
  ])('%s is a %s, and not tried again', async (code, failureType) => {
    const { api, client } = await useApi({ times: Infinity, fault: errors([coded(code)]) });
    const { error } = await read(new TestStream(client));
    expect([error.failureType, api.requests.length]).toEqual([failureType, 1]);
    expect(error.message).toContain(`The API says: "It is ${code}" (${code})`);
  });

  test("a stream's own rules go before", async () => {
    const { client } = await useApi({ fault: errors([coded('BAD_USER_INPUT')]) });
    const responseRules = [{ body: { path: 'errors' }, action: 'ignore' }] as const;
    expect(await read(new TestStream(client, { responseRules }))).toEqual({ pages: [], error: undefined });
  });

  test('a status of failure is what it is: 502 with errors is tried again', async () => {
    const fault: FaultRule['fault'] = { kind: 'status', status: 502, body: { errors: [coded('WHATEVER')] } };
    const { client } = await useApi({ fault });
    const run = testRun();
    await read(new TestStream(client), run.context);
    expect(run.clock.waits).toEqual([1000]);
  });
});

describe('H10: data beside errors', () => {
  const partial = { orders: { nodes: [{ id: 1 }, null], pageInfo: { hasNextPage: false, endCursor: null } } };
  const hidden = { message: 'Order 2 is hidden', path: ['orders', 'nodes', 1], extensions: { code: 'FORBIDDEN' } };

  test('is no success: what is missing would be missed by nobody', async () => {
    const { client } = await useApi({ fault: errors([hidden], partial) });
    const { pages, error } = await read(new TestStream(client));
    expect(pages).toEqual([]);
    expect(error.message).toContain('The API says: "Order 2 is hidden" at orders.nodes.1 (FORBIDDEN)');
  });

  test('is taken by a stream that says so, with a WARN', async () => {
    const { api, client } = await useApi({ fault: errors([hidden], partial) });
    const run = testRun();
    expect(await read(new TestStream(client, { acceptPartialData: true }), run.context)).toEqual({
      pages: [[1]],
      error: undefined,
    });
    expect(run.logs.filter((line) => line.startsWith('warn'))).toEqual([
      `warn: The response of POST ${api.url}/v1/graphql has errors beside its data: "Order 2 is hidden" at orders.nodes.1 (FORBIDDEN)`,
    ]);
  });

  test('is not taken when the quota is used up, nor when there is none', async () => {
    const throttled = await useApi({ fault: errors([coded('THROTTLED')], partial) });
    const run = testRun();
    const { pages } = await read(new TestStream(throttled.client, { acceptPartialData: true }), run.context);
    expect([pages.flat().length, run.clock.waits]).toEqual([20, [1000]]);
    const none = await useApi({ fault: errors([coded('BAD_USER_INPUT')]) });
    expect((await read(new TestStream(none.client, { acceptPartialData: true }))).error).toBeInstanceOf(HttpError);
  });
});
