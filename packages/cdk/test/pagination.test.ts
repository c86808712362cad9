// Paging against real servers: lists without end that kept others busy for days, lists of many parents, pages that are too big.
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BearerAuthenticator } from '../src/http/authenticators/bearer-authenticator.ts';
import { HttpClient } from '../src/http/http-client.ts';
import type { QueryParams } from '../src/http/http-request.ts';
import { HttpStream } from '../src/http/http-stream.ts';
import type { PageContext } from '../src/http/page-context.ts';
import { CursorPaginator } from '../src/http/paginators/cursor-paginator.ts';
import { LinkHeaderPaginator } from '../src/http/paginators/link-header-paginator.ts';
import { NextUrlPaginator } from '../src/http/paginators/next-url-paginator.ts';
import { OffsetPaginator } from '../src/http/paginators/offset-paginator.ts';
import { PageNumberPaginator } from '../src/http/paginators/page-number-paginator.ts';
import type { Paginator } from '../src/http/paginators/paginator.ts';
import type { JsonSchema } from '../src/protocol/json.ts';
import { testRun } from './run-context.ts';
import { serve } from './serve.ts';

interface Item {
  readonly id: number | string;
}

class List extends HttpStream<Item, any, any> {
  readonly name = 'items';
  readonly primaryKey = 'id';
  override readonly recordPath: string = 'data';
  readonly pathOf: (slice: any) => string;
  readonly params: QueryParams;

  constructor(client: HttpClient, pathOf: (slice: any) => string, { params = {}, ...members }: Partial<List> = {}) {
    super(client);
    this.pathOf = pathOf;
    this.params = params;
    Object.assign(this, members);
  }

  getJsonSchema(): JsonSchema {
    return {};
  }

  protected path({ slice }: PageContext<Item, any, any>): string {
    return this.pathOf(slice);
  }

  protected override requestParams(): QueryParams {
    return this.params;
  }
}

async function read(
  stream: List,
  slice?: unknown,
): Promise<{ pages: (number | string)[][]; error: any; waits: number[] }> {
  const { context, clock } = testRun({ slice });
  const pages: (number | string)[][] = [];
  let error: unknown;
  try {
    for await (const page of stream.readPages(context)) pages.push(Array.from(page, ({ id }) => id));
  } catch (thrown) {
    error = thrown;
  }
  return { pages, error, waits: clock.waits };
}

/** An API that gives to each path and query what `answer` says, and the URLs that were asked for. */
async function useAnswers(answer: (url: URL) => unknown): Promise<{ client: HttpClient; asked: string[] }> {
  const asked: string[] = [];
  const origin = await serve((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    asked.push(`${url.pathname}${url.search}`);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(url)));
  });
  return { client: new HttpClient({ urlBase: origin }), asked };
}

async function useApi(options: ExampleApiOptions = {}): Promise<{ api: ExampleApi; client: HttpClient }> {
  const api = await startExampleApi({ size: 20, ...options });
  onTestFinished(() => api.close());
  const client = new HttpClient({ urlBase: `${api.url}/v1`, authenticator: new BearerAuthenticator(api.token) });
  return { api, client };
}

/** Products have a text such as SKU-000012. */
const numberOf = (id: number | string): number => Number(String(id).replace('SKU-', ''));
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('H8: lists without end', () => {
  /** Three pages of two; the last names itself as the next. */
  const lastLinksToItself = (url: URL): unknown => {
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(Math.min(page + 1, 3)));
    return {
      data: [{ id: page * 2 - 1 }, { id: page * 2 }],
      meta: { pagination: { has_more: page < 3, next: next.href } },
    };
  };

  test('PostHog/posthog#75813: a last page that links to itself ends with an error after its records', async () => {
    const { client, asked } = await useAnswers(lastLinksToItself);
    const paginator = new NextUrlPaginator({ path: 'meta.pagination.next' });
    const { pages, error } = await read(new List(client, () => '/items', { paginator }));
    expect(pages).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(error.message).toMatch(
      /^Pagination of stream "items" is stuck: the page "http:\/\/127\.0\.0\.1:\d+\/items\?page=3" links to itself$/,
    );
    expect(asked).toHaveLength(3);
  });

  test('PostHog/posthog#75813: and is read whole where the stream declares what says that it is the last', async () => {
    const { client, asked } = await useAnswers(lastLinksToItself);
    const lastPage = { path: 'meta.pagination.has_more', equals: false };
    const paginator = new NextUrlPaginator({ path: 'meta.pagination.next', lastPage });
    const { pages, error } = await read(new List(client, () => '/items', { paginator }));
    expect([pages.flat(), error, asked.length]).toEqual([[1, 2, 3, 4, 5, 6], undefined, 3]);
  });

  test('airbyte#33803: an OData next link whose token never changes', async () => {
    const { client, asked } = await useAnswers((url) => ({
      '@odata.nextLink': `${url.origin}/items?$skiptoken=50`,
      value: range(1, 50).map((id) => ({ id })),
    }));
    const paginator: Paginator<string> = {
      pageRequest: ({ pageToken }) => (pageToken === undefined ? {} : { url: pageToken }),
      nextPageToken: (response) => response.json<Record<string, string>>()['@odata.nextLink'],
    };
    const { pages, error } = await read(new List(client, () => '/items', { paginator, recordPath: 'value' }));
    expect(error.message).toContain('is stuck: the ');
    expect(error.message).toContain('?$skiptoken=50"');
    expect(asked.length).toBeLessThanOrEqual(1 + 3);
    expect(pages).toHaveLength(asked.length);
  });

  test('airbyte#33803: an API that does not know the page parameter', async () => {
    const { client, asked } = await useAnswers(() => ({ data: range(1, 50).map((id) => ({ id })) }));
    const { error } = await read(
      new List(client, () => '/items', { paginator: new OffsetPaginator({ pageSize: 50 }) }),
    );
    expect(error.message).toContain('returned 2 pages in a row that it had returned before, the next token is 150');
    expect(asked.length).toBeLessThanOrEqual(1 + 3);
  });

  test('dlt-hub/verified-sources#629: an export whose last page begins where it began', async () => {
    const { client, asked } = await useAnswers((url) => {
      const start = Number(url.searchParams.get('start_time'));
      const end = Math.min(start + 100, 300);
      return {
        data: start < 300 ? [{ id: start + 1 }, { id: start + 2 }] : [{ id: 299 }, { id: 300 }],
        count: 2,
        next_page: `${url.origin}/items?start_time=${end}`,
      };
    });
    const paginator = new NextUrlPaginator({ path: 'next_page' });
    const { pages, error } = await read(new List(client, () => '/items', { params: { start_time: 100 }, paginator }));
    expect(pages.flat()).toEqual([101, 102, 201, 202, 299, 300]);
    expect(error.message).toContain('/items?start_time=300" links to itself');
    expect(asked).toHaveLength(3);
  });

  test.each(['loopNext', 'cycleNext', 'samePage'] as const)(
    '%s: within 3 requests more, whatever the paging',
    async (kind) => {
      const lists: [string, Partial<List>][] = [
        ['orders', { paginator: new CursorPaginator({ token: { path: 'next_cursor' }, pageSize: 8 }) }],
        ['exports', { paginator: new NextUrlPaginator({ path: 'next' }), params: { limit: 8 } }],
        ['orders/4/events', { paginator: new LinkHeaderPaginator({ pageSize: 1 }), recordPath: '' }],
      ];
      for (const [path, members] of lists) {
        const { api, client } = await useApi({ faults: [{ times: Infinity, fault: { kind } }] });
        const { error } = await read(new List(client, () => path, members));
        expect(error?.message).toContain('Pagination of stream "items" is stuck');
        expect(api.requests.length).toBeLessThanOrEqual(2 + 3);
      }
    },
  );
});

describe('H8: each parent has paging of its own', () => {
  /** Reviews of products: A and C have none, B has five. */
  const reviews = (url: URL): unknown => {
    const offset = Number(url.searchParams.get('offset'));
    const ids = url.pathname.startsWith('/B/') ? range(1, 5) : [];
    return { data: ids.slice(offset, offset + 2).map((id) => ({ id })) };
  };

  test('dlt#3772: a parent without children takes no page from the next one', async () => {
    const { client, asked } = await useAnswers(reviews);
    const stream = new List(client, (product) => `/${product}/reviews`, {
      paginator: new OffsetPaginator({ pageSize: 2 }),
    });
    const counts: number[] = [];
    for (const product of ['A', 'B', 'C']) counts.push((await read(stream, product)).pages.flat().length);
    expect(counts).toEqual([0, 5, 0]);
    expect(asked).toEqual([
      '/A/reviews?offset=0&limit=2',
      '/B/reviews?offset=0&limit=2',
      '/B/reviews?offset=2&limit=2',
      '/B/reviews?offset=4&limit=2',
      '/C/reviews?offset=0&limit=2',
    ]);
  });

  test('dlt#3685: links that ended for one parent begin anew for the next, also when both are read at once', async () => {
    const { api, client } = await useApi();
    const stream = new List(client, (order: number) => `orders/${order}/events`, {
      paginator: new LinkHeaderPaginator({ pageSize: 1 }),
      recordPath: '',
    });
    const counts = range(0, 19).map((index) => api.shop.orderEvents.count(index));
    const read1 = await Promise.all(range(1, 20).map(async (order) => (await read(stream, order)).pages.flat().length));
    expect(read1).toEqual(counts);
  });

  test('dlt#2429: what one parent has seen does not narrow the request of the next', async () => {
    const { client, asked } = await useAnswers((url) => ({
      data: [{ id: 1, updated_at: url.pathname.startsWith('/A/') ? '2026-02-01' : '2026-01-01' }],
    }));
    class Children extends List {
      override readonly cursorField = 'updated_at' as any;
      protected override requestParams({ state }: any = {}): QueryParams {
        return { since: state.updated_at };
      }
    }
    const stream = new Children(client, (parent) => `/${parent}/children`);
    const { context } = testRun({ state: { updated_at: '2026-01-01' } });
    for (const slice of ['A', 'B']) for await (const _page of stream.readPages({ ...context, slice }));
    expect(asked).toEqual(['/A/children?since=2026-01-01', '/B/children?since=2026-01-01']);
  });

  test('what was too big for one parent is not tried with the next', async () => {
    const { api, client } = await useApi({ faults: [{ times: Infinity, fault: { kind: 'pageTooBig', max: 30 } }] });
    const stream = new List(client, () => 'products', {
      recordPath: 'items',
      paginator: new OffsetPaginator({ pageSize: 100 }),
      reducePageSizeOn: [504],
    });
    for (const parent of ['a', 'b'])
      expect((await read(stream, parent)).pages.flat().map(numberOf)).toEqual(range(1, 20));
    expect(api.requests.map(({ query, status }) => [query['limit'], status])).toEqual([
      ['100', 504],
      ['50', 504],
      ['25', 200],
      ['25', 200],
    ]);
  });
});

describe('H7: next links that lead to another host', () => {
  /** An API whose first page links to a second host, which keeps the Authorization headers that it gets. */
  async function useTwoHosts(): Promise<{ api: string; other: string; leaked: unknown[] }> {
    const leaked: unknown[] = [];
    const other = await serve(({ headers }, response) => {
      leaked.push(headers.authorization);
      response.end('{"data":[{"id":2}]}');
    });
    const api = await serve((_request, response) => {
      response.setHeader('link', `<${other}/items?page=2>; rel="next"`);
      response.end('{"data":[{"id":1}]}');
    });
    return { api, other, leaked };
  }
  const listOf = (urlBase: string, allowedHosts: readonly string[] = []): List => {
    const authenticator = new BearerAuthenticator('t0ken');
    return new List(new HttpClient({ urlBase, authenticator, allowedHosts }), () => 'items', {
      paginator: new LinkHeaderPaginator(),
    });
  };

  test('Azure/acr#895: the token does not go there, nor does the request', async () => {
    const { api, other, leaked } = await useTwoHosts();
    const { pages, error } = await read(listOf(api));
    expect([pages, leaked]).toEqual([[[1]], []]);
    expect(error.message).toBe(
      `The request goes to ${other}, but the credentials are for ${api} only. ` +
        `If that host belongs to the API, add "${new URL(other).host}" to allowedHosts of the HttpClient`,
    );
  });

  test('got#2449: a host of the same API is allowed by name, and gets the token', async () => {
    const { api, other, leaked } = await useTwoHosts();
    const { pages, error } = await read(listOf(api, [new URL(other).host]));
    expect([pages, error, leaked]).toEqual([[[1], [2]], undefined, ['Bearer t0ken']]);
  });
});

describe('H12: pages that are too big', () => {
  const lists: [string, string, Partial<List>][] = [
    ['offsets', 'products', { paginator: new OffsetPaginator({ pageSize: 100 }), recordPath: 'items' }],
    ['cursors', 'orders', { paginator: new CursorPaginator({ token: { path: 'next_cursor' }, pageSize: 100 }) }],
    ['page numbers', 'customers', { paginator: new PageNumberPaginator({ pageSize: 100, lastPage: 'short' }) }],
    ['page numbers until an empty page', 'customers', { paginator: new PageNumberPaginator({ pageSize: 100 }) }],
  ];

  test.each(lists)(
    'estuary/connectors#2331: 504 until the page shrinks, by %s: every record once, without a wait',
    async (_, path, members) => {
      const { api, client } = await useApi({
        size: 730,
        faults: [{ from: 3, times: 15, fault: { kind: 'pageTooBig', max: 30 } }],
      });
      const { pages, error, waits } = await read(
        new List(client, () => path, { ...members, reducePageSizeOn: [502, 504] }),
      );
      expect([error, waits]).toEqual([undefined, []]);
      expect(pages.flat().map(numberOf)).toEqual(range(1, 730));
      const sizes = pages.map(({ length }) => length);
      expect([sizes.slice(0, 3), Math.max(...sizes.slice(2, 10))]).toEqual([[100, 100, 25], 25]);
      // Past the heavy records it has grown back.
      expect(Math.max(...sizes.slice(10))).toBeGreaterThanOrEqual(50);
      expect(api.requests.filter(({ status }) => status === 504).length).toBeLessThan(10);
    },
  );

  test('estuary/connectors#3521: 502 from the gateway, with one record at last, which is tried again as usual', async () => {
    const { api, client } = await useApi({ faults: [{ times: 6, fault: { kind: 'status', status: 502 } }] });
    const paginator = new CursorPaginator({ token: { path: 'next_cursor' }, pageSize: 16 });
    const stream = new List(client, () => 'orders', { paginator, reducePageSizeOn: [502] });
    const { pages, error, waits } = await read(stream);
    expect([pages.flat().length, error, waits]).toEqual([20, undefined, [1000, 2000]]);
    expect(api.requests.slice(0, 7).map(({ query, status }) => [query['limit'], status])).toEqual([
      ['16', 502],
      ['8', 502],
      ['4', 502],
      ['2', 502],
      ['1', 502],
      ['1', 502],
      ['1', 200],
    ]);
  });

  test('without reducePageSizeOn a 504 is tried again at the same size', async () => {
    const { api, client } = await useApi({ faults: [{ times: 2, fault: { kind: 'pageTooBig', max: 30 } }] });
    const { waits } = await read(new List(client, () => 'products', { ...lists[0]?.[2] }));
    expect(waits).toEqual([1000, 2000]);
    expect(new Set(api.requests.map(({ query }) => query['limit']))).toEqual(new Set(['100']));
  });

  test('a stream whose pages cannot shrink says so before it asks anything', async () => {
    const { api, client } = await useApi();
    const paginator = new LinkHeaderPaginator({ pageSize: 100 });
    const { error } = await read(new List(client, () => 'orders', { paginator, reducePageSizeOn: [504] }));
    expect(error.message).toMatch(
      /^reducePageSizeOn of stream "items" needs a paginator that can ask for fewer records/,
    );
    expect(api.requests).toEqual([]);
  });
});

test('H10: pageParamsPath puts the page into the body of a search', async () => {
  const bodies: unknown[] = [];
  const origin = await serve((request, response) => {
    request.on('data', (chunk: Buffer) => {
      const body = JSON.parse(chunk.toString()) as { page: { from: number; size: number } };
      bodies.push(body);
      const ids = range(1, 5).slice(body.page.from, body.page.from + body.page.size);
      response.end(JSON.stringify({ data: ids.map((id) => ({ id })) }));
    });
  });
  class Search extends List {
    protected override requestBody() {
      return { json: { query: { match_all: {} } } };
    }
  }
  const stream = new Search(new HttpClient({ urlBase: origin }), () => '/search', {
    httpMethod: 'POST',
    pageParamsPath: 'page',
    paginator: new OffsetPaginator({ pageSize: 2, param: 'from', sizeParam: 'size' }),
  });
  expect((await read(stream)).pages.flat()).toEqual([1, 2, 3, 4, 5]);
  expect(bodies).toEqual([0, 2, 4].map((from) => ({ query: { match_all: {} }, page: { from, size: 2 } })));
});
