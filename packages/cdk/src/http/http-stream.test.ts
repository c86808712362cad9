import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import nock from 'nock';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { collect } from '../../test/collect.ts';
import { rejectionOf, testRun } from '../../test/run-context.ts';
import { serve as serveBytes } from '../../test/serve.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { JsonSchema } from '../protocol/json.ts';
import type { SliceContext } from '../streams/contexts.ts';
import { BearerAuthenticator } from './authenticators/bearer-authenticator.ts';
import type { Decoder } from './decoders/decoder.ts';
import { JsonDecoder } from './decoders/json-decoder.ts';
import { HttpClient } from './http-client.ts';
import type { HttpHeaders, HttpMethod, QueryParams, RequestBody } from './http-request.ts';
import type { HttpResponse } from './http-response.ts';
import { HttpStream } from './http-stream.ts';
import type { FinishedPage, PageContext } from './page-context.ts';
import type { Records } from './page-records.ts';
import { CursorPaginator } from './paginators/cursor-paginator.ts';
import { LinkHeaderPaginator } from './paginators/link-header-paginator.ts';
import { NextUrlPaginator } from './paginators/next-url-paginator.ts';
import { OffsetPaginator } from './paginators/offset-paginator.ts';
import { PageNumberPaginator } from './paginators/page-number-paginator.ts';
import type { Paginator } from './paginators/paginator.ts';

afterEach(() => {
  nock.cleanAll();
});

interface Item {
  readonly id: number;
}

type Page = PageContext<Item, any, any>;

/** A stream whose parts a test gives as functions. */
class TestStream extends HttpStream<Item, any, any> {
  readonly name = 'items';
  readonly primaryKey = 'id' as const;
  override readonly recordPath: string;
  readonly parts: Parts;

  constructor(client: HttpClient, parts: Parts = {}) {
    super(client);
    this.parts = parts;
    this.recordPath = parts.recordPath ?? 'data';
    const { paginator, httpMethod, urlBase, decoder } = parts;
    Object.assign(this, { paginator, httpMethod, urlBase, decoder });
  }

  getJsonSchema(): JsonSchema {
    return {};
  }

  protected path(page: Page): string {
    return this.parts.path?.(page) ?? 'items';
  }

  protected override requestParams(page: Page): QueryParams {
    return this.parts.params?.(page) ?? super.requestParams(page);
  }

  protected override requestHeaders(page: Page): HttpHeaders {
    return this.parts.headers?.(page) ?? super.requestHeaders(page);
  }

  protected override requestBody(page: Page): RequestBody | undefined {
    return this.parts.body?.(page) ?? super.requestBody(page);
  }

  protected override parseResponse(response: HttpResponse, page: Page): Records<Item> | Promise<Records<Item>> {
    return this.parts.parse === undefined ? super.parseResponse(response, page) : this.parts.parse(response, page);
  }

  protected override nextPageToken(response: HttpResponse, page: FinishedPage<Item, any, any>): any {
    return this.parts.next === undefined ? super.nextPageToken(response, page) : this.parts.next(response, page);
  }
}

interface Parts {
  readonly recordPath?: string;
  readonly paginator?: Paginator<any>;
  readonly decoder?: Decoder;
  readonly httpMethod?: HttpMethod;
  readonly urlBase?: string;
  readonly path?: (page: Page) => string;
  readonly params?: (page: Page) => QueryParams;
  readonly headers?: (page: Page) => HttpHeaders;
  readonly body?: (page: Page) => RequestBody | undefined;
  readonly parse?: (response: HttpResponse, page: Page) => any;
  readonly next?: (response: HttpResponse, page: FinishedPage<Item, any, any>) => any;
}

async function useApi(options: ExampleApiOptions = {}): Promise<{ api: ExampleApi; client: HttpClient }> {
  const api = await startExampleApi({ size: 20, ...options });
  onTestFinished(() => api.close());
  const client = new HttpClient({ urlBase: `${api.url}/v1`, authenticator: new BearerAuthenticator(api.token) });
  return { api, client };
}

const orders = (pageSize: number): Parts => ({
  path: () => 'orders',
  paginator: new CursorPaginator({ token: { path: 'next_cursor' }, pageSize }),
});

/** The ids of each page, and the error that ended the stream, if one did. */
async function readPages(
  stream: TestStream,
  context: SliceContext<any, any> = testRun().context,
): Promise<{ pages: unknown[][]; error: any }> {
  const pages: unknown[][] = [];
  try {
    for await (const page of stream.readPages(context)) pages.push(Array.from(page, ({ id }) => id));
  } catch (error) {
    return { pages, error };
  }
  return { pages, error: undefined };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

describe('pages', () => {
  const orderIds = (api: ExampleApi): number[] => range(0, 19).map((index) => api.shop.orders.record(index).id);

  test('come in order, whole, by an opaque cursor', async () => {
    const { api, client } = await useApi();
    const { pages, error } = await readPages(new TestStream(client, orders(8)));
    expect([pages.map((page) => page.length), error]).toEqual([[8, 8, 4], undefined]);
    expect(pages.flat()).toEqual(orderIds(api));
    expect(api.requests).toHaveLength(3);
  });

  test.each<[string, Parts, number]>([
    ['page numbers', { path: () => 'customers', paginator: new PageNumberPaginator({ pageSize: 8 }) }, 4],
    [
      'page numbers until a short page',
      { path: () => 'customers', paginator: new PageNumberPaginator({ pageSize: 8, lastPage: 'short' }) },
      3,
    ],
    ['offsets', { path: () => 'products', recordPath: 'items', paginator: new OffsetPaginator({ pageSize: 8 }) }, 3],
    [
      'URLs in the body',
      { path: () => 'exports', params: () => ({ limit: 8 }), paginator: new NextUrlPaginator({ path: 'next' }) },
      3,
    ],
  ])('%s', async (_, parts, requests) => {
    const { api, client } = await useApi();
    const { pages, error } = await readPages(new TestStream(client, parts));
    expect(error).toBeUndefined();
    expect(pages.flat()).toHaveLength(20);
    expect(new Set(pages.flat()).size).toBe(20);
    expect(api.requests).toHaveLength(requests);
  });

  test('Link headers, with the slice in the path; P15: 64-bit ids whole', async () => {
    const { api, client } = await useApi();
    const index = range(0, 19).find((order) => api.shop.orderEvents.count(order) >= 3) ?? -1;
    const stream = new TestStream(client, {
      path: ({ slice }) => `/orders/${slice.id}/events`,
      recordPath: '',
      paginator: new LinkHeaderPaginator({ pageSize: 2 }),
    });
    const { pages } = await readPages(stream, testRun({ slice: { id: index + 1 } }).context);
    expect(pages.flat()).toHaveLength(api.shop.orderEvents.count(index));
    expect(pages.flat().every((id) => typeof id === 'bigint')).toBe(true);
  });

  test('without a paginator there is one request', async () => {
    const { api, client } = await useApi();
    const { pages } = await readPages(new TestStream(client, { path: () => 'orders', params: () => ({ limit: 3 }) }));
    expect([pages.map((page) => page.length), api.requests.length]).toEqual([[3], 1]);
  });

  test('an empty page in the middle does not end the list', async () => {
    const { client } = await useApi({ faults: [{ from: 2, fault: { kind: 'emptyPage' } }] });
    const { pages } = await readPages(new TestStream(client, orders(8)));
    expect(pages.map((page) => page.length)).toEqual([8, 0, 4]);
  });

  test('a failure that passes costs no record', async () => {
    const { api, client } = await useApi({
      faults: [{ from: 2, times: 3, fault: { kind: 'status', status: 503 } }],
    });
    const run = testRun();
    const { pages } = await readPages(new TestStream(client, orders(8)), run.context);
    expect(pages.flat()).toEqual(orderIds(api));
    expect(run.clock.waits).toEqual([1000, 2000, 4000]);
  });
});

describe('reading ahead', () => {
  test('the next request leaves while a page is held, and none after it', async () => {
    const { api, client } = await useApi();
    const pages = new TestStream(client, orders(2)).readPages(testRun().context)[Symbol.asyncIterator]();
    await pages.next();
    await vi.waitFor(() => expect(api.requests).toHaveLength(2));
    await pause(40);
    expect(api.requests).toHaveLength(2);
    await pages.next();
    await vi.waitFor(() => expect(api.requests).toHaveLength(3));
    await pause(40);
    expect(api.requests).toHaveLength(3);
    await pages.return?.();
  });

  test('the next request has reached the socket when the page is handed over', async () => {
    const { api, client } = await useApi();
    const sent: string[] = [];
    const onCreated = ({ request }: any): void => void request.once('socket', () => sent.push(request.path));
    subscribe('http.client.request.created', onCreated);
    onTestFinished(() => void unsubscribe('http.client.request.created', onCreated));
    const sentBefore: number[] = [];
    // The consumer never waits, as the loop that writes a page does not.
    for await (const page of new TestStream(client, orders(8)).readPages(testRun().context)) {
      expect([...page].length).toBeGreaterThan(0);
      sentBefore.push(sent.length);
    }
    expect(sentBefore).toEqual([2, 3, 3]);
    expect(api.requests).toHaveLength(3);
  });

  test('nothing is sent before the first page is asked for', async () => {
    const { api, client } = await useApi();
    const pages = new TestStream(client, orders(2)).readPages(testRun().context);
    await pause(20);
    expect(api.requests).toEqual([]);
    await pages[Symbol.asyncIterator]().return?.();
  });

  test('a failure of the request ahead is thrown after the page before it', async () => {
    const { api, client } = await useApi({
      faults: [{ from: 2, times: Infinity, fault: { kind: 'status', status: 404 } }],
    });
    const pages = new TestStream(client, orders(2)).readPages(testRun().context)[Symbol.asyncIterator]();
    expect((await pages.next()).value).toHaveLength(2);
    await vi.waitFor(() => expect(api.requests.map(({ status }) => status)).toEqual([200, 404]));
    await pause(10);
    expect((await rejectionOf(pages.next())).message).toContain('404 Not Found');
  });

  test('is ended when the consumer stops early', async () => {
    const { api, client } = await useApi({ faults: [{ from: 2, fault: { kind: 'hang' } }] });
    const signals: AbortSignal[] = [];
    const stream = new TestStream(client, {
      ...orders(2),
      headers: ({ signal }) => {
        signals.push(signal);
        return {};
      },
    });
    for await (const _page of stream.readPages(testRun().context)) {
      await vi.waitFor(() => expect(api.requests).toHaveLength(2));
      break;
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test('P4: a request that hangs is ended when the run is stopped', async () => {
    const { api, client } = await useApi({ faults: [{ from: 2, fault: { kind: 'hang' } }] });
    const run = testRun();
    const reason = new Error('SIGTERM');
    const read = readPages(new TestStream(client, orders(2)), run.context);
    await vi.waitFor(() => expect(api.requests).toHaveLength(2));
    run.abort(reason);
    const { pages, error } = await read;
    expect([pages.length, error]).toEqual([1, reason]);
  });

  test('P4: a run that was stopped before sends nothing', async () => {
    const { api, client } = await useApi();
    const run = testRun();
    const reason = new Error('SIGTERM');
    run.abort(reason);
    expect(await readPages(new TestStream(client, orders(2)), run.context)).toEqual({ pages: [], error: reason });
    expect(api.requests).toEqual([]);
  });

  test('a list that is read to its end leaves no listener on the signal of the run', async () => {
    const { client } = await useApi();
    const { context } = testRun();
    const removed = vi.spyOn(context.signal, 'removeEventListener');
    const added = vi.spyOn(context.signal, 'addEventListener');
    await readPages(new TestStream(client, orders(8)), context);
    expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([1, 1]);
    expect(removed.mock.calls[0]?.[1]).toBe(added.mock.calls[0]?.[1]);
  });
});

describe('H8: pagination without end', () => {
  const stuck = (token: string): string =>
    `Pagination of stream "items" is stuck: the API returned page token ${token} twice`;

  test('a token that comes twice: its page is kept, then it ends', async () => {
    const { api, client } = await useApi({ faults: [{ times: Infinity, fault: { kind: 'loopNext' } }] });
    const { pages, error } = await readPages(new TestStream(client, orders(8)));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toMatch(/^Pagination of stream "items" is stuck: the API returned page token "[^"]+" twice$/);
    expect(pages.map((page) => page.length)).toEqual([8, 8]);
    expect(api.requests).toHaveLength(2);
  });

  test('A→B→A', async () => {
    const { api, client } = await useApi({ faults: [{ times: Infinity, fault: { kind: 'cycleNext' } }] });
    const { pages, error } = await readPages(new TestStream(client, orders(8)));
    expect(error.message).toContain('twice');
    expect(pages.length).toBe(api.requests.length);
    expect(api.requests.length).toBeLessThanOrEqual(2 + 3);
  });

  test('a link to the page itself', async () => {
    const { api, client } = await useApi({ faults: [{ times: Infinity, fault: { kind: 'loopNext' } }] });
    const paginator = new NextUrlPaginator({ path: 'next' });
    const parts = { path: () => 'exports', params: () => ({ after: 0, limit: 8 }), paginator };
    const { pages, error } = await readPages(new TestStream(client, parts));
    expect(error.message).toBe(
      `Pagination of stream "items" is stuck: the page "${api.url}/v1/exports?after=0&limit=8" links to itself`,
    );
    expect([pages.length, api.requests.length]).toEqual([1, 1]);
  });

  test('an API that does not know the page parameter', async () => {
    const { api, client } = await useApi();
    api.faults.add({ times: Number.POSITIVE_INFINITY, fault: { kind: 'samePage' } });
    const parts = { path: () => 'customers', paginator: new PageNumberPaginator({ pageSize: 8 }) };
    const { pages, error } = await readPages(new TestStream(client, parts));
    expect(pages).toEqual([range(1, 8), range(1, 8), range(1, 8)]);
    expect(error.message).toBe(
      'Pagination of stream "items" is stuck: the API returned 2 pages in a row that it had returned before, the next token is 4',
    );
    expect(api.requests).toHaveLength(3);
  });

  test('a custom token', async () => {
    let id = 0;
    nock('https://api.example.com')
      .persist()
      .get('/items')
      .query(true)
      .reply(200, () => ({ data: [{ id: ++id }] }));
    const client = new HttpClient({ urlBase: 'https://api.example.com' });
    const stream = new TestStream(client, {
      next: (_response, { pageToken }) => ({ after: ((pageToken?.after ?? 0) + 1) % 3 }),
    });
    const { pages, error } = await readPages(stream);
    expect([pages.length, error.message]).toEqual([4, stuck('{"after":1}')]);
  });

  test('each slice has its own paging: the tokens of one are no news to the next', async () => {
    const { client } = await useApi();
    const stream = new TestStream(client, orders(8));
    const { context } = testRun();
    const first = await readPages(stream, context);
    expect(await readPages(stream, context)).toEqual(first);
  });
});

describe('the request of a page', () => {
  const API = 'https://api.example.com';
  const client = new HttpClient({ urlBase: `${API}/v1`, headers: { 'x-client': 'c' } });

  /** Serves pages; keeps the requests. */
  function serve(
    ...bodies: unknown[]
  ): { method: string; url: string; body: string; header: (name: string) => string | null }[] {
    const seen: { method: string; url: string; body: string; header: (name: string) => string | null }[] = [];
    const scope = nock(API);
    for (const body of bodies) {
      for (const method of ['GET', 'POST']) {
        scope.intercept(/.*/, method).reply(async (request: Request) => {
          seen.push({
            method: request.method,
            url: request.url,
            body: await request.text(),
            header: (name) => request.headers.get(name),
          });
          return [200, JSON.stringify(bodies[seen.length - 1] ?? body)];
        });
      }
    }
    return seen;
  }

  test('parameters of the paginator and of the stream, of which the stream wins', async () => {
    const seen = serve({ data: [{ id: 1 }], next: 'p2' }, { data: [{ id: 2 }] });
    const stream = new TestStream(client, {
      paginator: new CursorPaginator({ token: { path: 'next' }, pageSize: 50 }),
      params: ({ pageToken }) => ({ limit: 5, state: pageToken === undefined ? 'first' : `after ${pageToken}` }),
      headers: () => ({ 'x-stream': 's' }),
    });
    expect((await readPages(stream)).pages).toEqual([[1], [2]]);
    expect(seen.map(({ url }) => url)).toEqual([
      `${API}/v1/items?limit=5&state=first`,
      `${API}/v1/items?cursor=p2&limit=5&state=after+p2`,
    ]);
    expect([seen[0]?.header('x-client'), seen[0]?.header('x-stream')]).toEqual(['c', 's']);
  });

  test('a whole URL of the API is taken as it is: no path, no parameters, but headers', async () => {
    const seen = serve({ data: [{ id: 1 }], next: `${API}/v1/other?page=2` }, { data: [{ id: 2 }] });
    const stream = new TestStream(client, {
      paginator: new NextUrlPaginator({ path: 'next' }),
      params: () => ({ limit: 5 }),
      headers: () => ({ 'x-stream': 's' }),
    });
    expect((await readPages(stream)).pages).toEqual([[1], [2]]);
    expect(seen.map(({ url }) => url)).toEqual([`${API}/v1/items?limit=5`, `${API}/v1/other?page=2`]);
    expect(seen[1]?.header('x-stream')).toBe('s');
  });

  test('a custom nextPageToken comes back to requestParams, and knows the page it ends', async () => {
    const seen = serve({ data: [{ id: 1 }, { id: 7 }] }, { data: [{ id: 9 }] }, { data: [] });
    const finished: unknown[] = [];
    const stream = new TestStream(client, {
      params: ({ pageToken }) => ({ after: pageToken }),
      next: (_response, { pageToken, recordCount, lastRecord }) => {
        finished.push([pageToken, recordCount, lastRecord]);
        return lastRecord?.id;
      },
    });
    expect((await readPages(stream)).pages).toEqual([[1, 7], [9], []]);
    expect(seen.map(({ url }) => new URL(url).search)).toEqual(['', '?after=7', '?after=9']);
    expect(finished).toEqual([
      [undefined, 2, { id: 7 }],
      [7, 1, { id: 9 }],
      [9, 0, undefined],
    ]);
  });

  test.each([[null], [undefined]])('%s as the next token ends the list', async (token) => {
    const seen = serve({ data: [{ id: 1 }] });
    expect(await readPages(new TestStream(client, { next: () => token }))).toEqual({ pages: [[1]], error: undefined });
    expect(seen).toHaveLength(1);
  });

  test.each<[string, RequestBody, string, string]>([
    ['JSON', { json: { query: '{ items }' } }, 'application/json', '{"query":"{ items }"}'],
    ['a form', { form: { a: 'x y' } }, 'application/x-www-form-urlencoded', 'a=x+y'],
    ['text', { text: 'raw' }, 'text/plain; charset=utf-8', 'raw'],
  ])('H10: a POST with %s', async (_, body, contentType, text) => {
    const seen = serve({ data: [{ id: 1 }] });
    const stream = new TestStream(client, { httpMethod: 'POST', body: () => body });
    expect((await readPages(stream)).pages).toEqual([[1]]);
    expect([seen[0]?.method, seen[0]?.header('content-type'), seen[0]?.body]).toEqual(['POST', contentType, text]);
  });

  test('H10: the page token may go in the body', async () => {
    const seen = serve({ data: [{ id: 1 }], next: 2 }, { data: [{ id: 2 }] });
    const stream = new TestStream(client, {
      httpMethod: 'POST',
      body: ({ pageToken }) => ({ json: { page: pageToken ?? 1 } }),
      next: (response) => response.json<any>().next,
    });
    await readPages(stream);
    expect(seen.map(({ body }) => body)).toEqual(['{"page":1}', '{"page":2}']);
  });

  test('H10: an empty path is the URL of the API itself, as GraphQL has it', async () => {
    const seen = serve({ data: [{ id: 1 }] });
    await readPages(new TestStream(client, { urlBase: `${API}/graphql`, path: () => '' }));
    expect(seen[0]?.url).toBe(`${API}/graphql`);
  });

  test("a stream's own urlBase goes before the client's", async () => {
    const seen = serve({ data: [{ id: 1 }] });
    await readPages(new TestStream(client, { urlBase: `${API}/v2` }));
    expect(seen[0]?.url).toBe(`${API}/v2/items`);
  });

  test('what path throws ends the stream', async () => {
    const thrown = new Error('no slice');
    const parts = {
      path: (): never => {
        throw thrown;
      },
    };
    expect(await readPages(new TestStream(client, parts))).toEqual({ pages: [], error: thrown });
  });
});

test('the end of a list is told by what the API sent, not by what parseResponse keeps of it', async () => {
  const { api, client } = await useApi();
  const keepEven = (response: HttpResponse): Item[] => response.records<Item>('data').filter(({ id }) => id % 2 === 0);
  const customers = new PageNumberPaginator({ pageSize: 8, lastPage: 'short' });
  const kept = await readPages(
    new TestStream(client, { path: () => 'customers', paginator: customers, parse: keepEven }),
  );
  expect(kept.pages.flat()).toEqual(range(1, 20).filter((id) => id % 2 === 0));
  expect(api.requests).toHaveLength(3);

  const keepOne = (response: HttpResponse): Item[] => response.records<Item>('items').slice(0, 1);
  const products = { path: () => 'products', recordPath: 'items', parse: keepOne };
  api.clearRequests();
  await readPages(new TestStream(client, { ...products, paginator: new OffsetPaginator({ pageSize: 8 }) }));
  expect(api.requests.map(({ query }) => query['offset'])).toEqual(['0', '8', '16']);
});

test('a list that was changed unseen is not counted, but said', async () => {
  const { client } = await useApi();
  const path = (): string => 'products';
  const paginator = new OffsetPaginator({ pageSize: 8 });
  const filter = (response: HttpResponse): Item[] =>
    response.json<{ items: Item[] }>().items.filter((_, index) => index > 2);
  const { error } = await readPages(new TestStream(client, { path, recordPath: '', paginator, parse: filter }));
  expect(error?.message).toMatch(/^parseResponse of stream "items" gives another list than the API sent/);
  const whole = (response: HttpResponse): Item[] => response.json<{ items: Item[] }>().items;
  const kept = await readPages(new TestStream(client, { path, recordPath: '', paginator, parse: whole }));
  expect([kept.pages.flat().length, kept.error]).toEqual([20, undefined]);
});

describe('an API that goes on after the last record', () => {
  const API = 'https://api.example.com';
  /** Seven items in pages of three, of which those of the second page are tests. */
  const items = range(1, 7).map((id) => ({ id, isTest: id > 3 && id < 7 }));
  const paginator = new CursorPaginator({ token: { lastRecord: 'id' }, param: 'starting_after' });

  /** Reads with a `parseResponse`: gives the records, and what was asked for. */
  async function read(parts: Parts): Promise<{ records: unknown[]; asked: string[]; error: any }> {
    const asked: string[] = [];
    nock(API)
      .persist()
      .get(/.*/)
      .reply((request: Request) => {
        const after = new URL(request.url).searchParams.get('starting_after') ?? '';
        asked.push(after);
        const data = items.filter(({ id }) => id > Number(after)).slice(0, 3);
        return [200, { data, has_more: data.at(-1)?.id !== 7 }];
      });
    const stream = new TestStream(new HttpClient({ urlBase: API }), { paginator, ...parts });
    const records: unknown[] = [];
    try {
      for await (const page of stream.readPages(testRun().context)) records.push(...page);
      return { records, asked, error: undefined };
    } catch (error) {
      return { records, asked, error };
    }
  }

  const decoder = new JsonDecoder({ recordPath: 'data' });
  const live = ({ isTest }: any): boolean => !isTest;
  const renamed = ({ id }: any): object => ({ key: id });

  test.each<[string, Parts]>([
    ['drops a whole page', { parse: (response) => response.records('data').filter(live) }],
    ['renames the field', { parse: (response) => response.records('data').map(renamed) }],
    ['takes the field out of the very record', { parse: (response) => response.records('data').map(withoutId) }],
    ['drops records of a streamed body', { decoder, parse: (response) => response.decode(decoder).filter(live) }],
    [
      'renames those of a streamed body, one by one',
      {
        decoder,
        async *parse(response) {
          for await (const record of response.decode(decoder)) yield renamed(record);
        },
      },
    ],
    [
      'makes a list of the JSON, with recordPath declared',
      { parse: (response) => response.json<any>().data.map(renamed) },
    ],
  ])('is read to its end when parseResponse %s', async (_, parts) => {
    const { asked, error } = await read(parts);
    expect([asked, error]).toEqual([['', '3', '6', '7'], undefined]);
  });

  test('and needs no request for an empty page where a field says which is the last', async () => {
    const lastPage = { path: 'has_more', equals: false };
    const byField = new CursorPaginator({ token: { lastRecord: 'id' }, param: 'starting_after', lastPage });
    expect((await read({ paginator: byField })).asked).toEqual(['', '3', '6']);
  });

  test.each<[string, Parts['parse'] & {}]>([
    ['a list', (response) => response.json<any>().data.filter(live)],
    [
      'records one by one',
      async function* (response) {
        yield* response.json<any>().data.filter(live);
      },
    ],
  ])('is not left early but fails, where parseResponse made %s unseen', async (_, parse) => {
    const { records, error } = await read({ recordPath: '', parse });
    expect(records).toEqual([items[0], items[1], items[2]]);
    expect(error.message).toBe(
      'parseResponse of stream "items" gives another list than the API sent, so its paginator cannot tell how many records that had, ' +
        "nor which was the last: take them from response.records('path.of.the.list'), or declare recordPath (and recordKey, where they are the values of an object)",
    );
  });
});

describe('an API whose records are the values of an object', () => {
  const API = 'https://api.example.com';
  const pages = [{ a1: { n: 1 }, b1: { n: 2 } }, { a2: { n: 1 }, b2: { n: 2 } }, {}];

  async function ids(members: object): Promise<unknown> {
    nock(API)
      .persist()
      .get(/.*/)
      .reply((request: Request) => {
        const number = Number(new URL(request.url).searchParams.get('page'));
        return [200, { items: pages[number - 1] }];
      });
    const stream = new TestStream(new HttpClient({ urlBase: API }), { paginator: new PageNumberPaginator() });
    const { pages: read, error } = await readPages(Object.assign(stream, members));
    return error?.message ?? read.flat();
  }

  const listOf = (response: HttpResponse): object[] =>
    Object.entries(response.json<any>().items).map(([id, item]: any) => ({ id, ...item }));

  test.each<[string, object]>([
    ['with recordKey', { recordPath: 'items', recordKey: 'id' }],
    [
      'in parseResponse',
      { parts: { parse: (response: HttpResponse) => response.records('items', { recordKey: 'id' }) } },
    ],
    ['by hand, with recordKey declared', { recordPath: 'items', recordKey: 'id', parts: { parse: listOf } }],
  ])('is read to its end by a paginator that counts: %s', async (_, members) => {
    expect(await ids(members)).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  test.each<[string, object, RegExp]>([
    [
      'recordPath alone',
      { recordPath: 'items' },
      /got object\. .* If its values are the records, name .* recordKey = 'id'$/,
    ],
    [
      'a decoder',
      { decoder: new JsonDecoder({ recordPath: 'items' }) },
      /leave out the decoder, and name .* recordKey/,
    ],
    [
      'both',
      { decoder: new JsonDecoder(), recordKey: 'id' },
      /^recordKey of stream "items" needs the response as a whole/,
    ],
    [
      'a list by hand',
      { recordPath: '', parts: { parse: listOf } },
      /\(and recordKey, where they are the values of an object\)$/,
    ],
  ])('says how to read it where there is %s', async (_, members, message) => {
    expect(await ids(members)).toMatch(message);
  });
});

test('a nextPageToken that throws ends the stream after the records of its page', async () => {
  const { client } = await useApi();
  const next = (): never => {
    throw new ConnectorError('no token here');
  };
  const { pages, error } = await readPages(new TestStream(client, { ...orders(8), next }));
  expect(pages.map((page) => page.length)).toEqual([8]);
  expect(error).toEqual(new ConnectorError('no token here'));
});

test.each<[string, Paginator<any> | undefined]>([
  ['no paginator', undefined],
  ['a cursor', new CursorPaginator({ token: { path: 'next' } })],
  ['a next URL', new NextUrlPaginator({ path: 'next' })],
  ['a last page told by a field', new PageNumberPaginator({ lastPage: { path: 'has_more', equals: false } })],
])('a 204 has no records and ends the list, with %s', async (_, paginator) => {
  const { api, client } = await useApi();
  api.faults.add({ fault: { kind: 'status', status: 204, body: '' } });
  const parts = { path: () => 'customers', ...(paginator === undefined ? {} : { paginator }) };
  const { pages, error } = await readPages(new TestStream(client, parts));
  expect([pages.flat(), error, api.requests.length]).toEqual([[], undefined, 1]);
});

describe('parseResponse', () => {
  const API = 'https://api.example.com';
  const client = new HttpClient({ urlBase: API });
  const serve = (...bodies: unknown[]): void => {
    for (const body of bodies) nock(API).get(/.*/).reply(200, JSON.stringify(body));
  };
  const items = (response: HttpResponse): Item[] => response.records('data');

  test('may be a generator that renames and drops', async () => {
    serve({ data: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    const stream = new TestStream(client, {
      *parse(response) {
        for (const item of items(response)) if (item.id !== 2) yield { id: item.id * 10 };
      },
    });
    expect(await readPages(stream)).toEqual({ pages: [[10, 30]], error: undefined });
  });

  test('may be async', async () => {
    serve({ data: [{ id: 1 }] });
    const stream = new TestStream(client, { parse: async (response) => Promise.resolve(items(response)) });
    expect(await readPages(stream)).toEqual({ pages: [[1]], error: undefined });
  });

  test('may give records one by one: they come in batches of a thousand, and the next page after them', async () => {
    serve({ data: [], next: 'p2' }, { data: [] });
    const finished: unknown[] = [];
    let requested = 1;
    const stream = new TestStream(client, {
      params: ({ pageToken }) => {
        if (pageToken !== undefined) requested++;
        return {};
      },
      async *parse(_response, { pageToken }) {
        const first = pageToken === undefined ? 1 : 5001;
        for (let id = first; id < first + 2500; id++) yield { id };
        expect(requested).toBe(pageToken === undefined ? 1 : 2);
      },
      next: (response, { recordCount, lastRecord }) => {
        finished.push([recordCount, lastRecord]);
        return response.json<any>().next;
      },
    });
    const { pages, error } = await readPages(stream);
    expect([pages.map((page) => page.length), error]).toEqual([[1000, 1000, 500, 1000, 1000, 500], undefined]);
    expect(pages.flat()).toEqual([...range(1, 2500), ...range(5001, 7500)]);
    expect(finished).toEqual([
      [2500, { id: 2500 }],
      [2500, { id: 7500 }],
    ]);
  });

  test('an async list without records gives no page', async () => {
    serve({ data: [] });
    const finished: unknown[] = [];
    const stream = new TestStream(client, {
      async *parse() {},
      next: (_response, { recordCount, lastRecord }) => void finished.push([recordCount, lastRecord]),
    });
    expect(await readPages(stream)).toEqual({ pages: [], error: undefined });
    expect(finished).toEqual([[0, undefined]]);
  });

  test('an async list that breaks off keeps the batches before', async () => {
    serve({ data: [] });
    const thrown = new Error('cut');
    const stream = new TestStream(client, {
      async *parse() {
        for (const id of range(1, 1500)) yield { id };
        throw thrown;
      },
    });
    const { pages, error } = await readPages(stream);
    expect([pages.map((page) => page.length), error]).toEqual([[1000], thrown]);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['object', { data: [] }],
    ['string', 'abc'],
    ['number', 7],
  ])('F: %s is no list of records', async (found, value) => {
    serve({ data: [] });
    const { pages, error } = await readPages(new TestStream(client, { parse: () => value }));
    expect(pages).toEqual([]);
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(`parseResponse of stream "items" must give a list of records, got ${found}`);
  });

  test('F: a promise of nonsense is no list either', async () => {
    serve({ data: [] });
    const { error } = await readPages(new TestStream(client, { parse: async () => Promise.resolve(undefined) }));
    expect(error.message).toBe('parseResponse of stream "items" must give a list of records, got nothing');
  });

  test('what it throws ends the stream with the pages before it', async () => {
    serve({ data: [{ id: 1 }], next: 'p2' }, { data: [{ id: 2 }] });
    const thrown = new Error('bug');
    const stream = new TestStream(client, {
      paginator: new CursorPaginator({ token: { path: 'next' } }),
      parse: (response, { pageToken }) => {
        if (pageToken !== undefined) throw thrown;
        return items(response);
      },
    });
    expect(await readPages(stream)).toEqual({ pages: [[1]], error: thrown });
  });
});

describe('H9: a stream with a decoder', () => {
  const API = 'https://api.example.com';
  const client = new HttpClient({ urlBase: API, headers: { accept: 'application/json' } });

  /** Bodies are numbers with spaces between; each is a record, three a batch. The last is the envelope. */
  const numbers: Decoder = {
    accept: 'text/numbers',
    async *decode(bytes) {
      const ids = Buffer.concat(await collect(bytes))
        .toString()
        .split(' ')
        .map(Number);
      const next = ids.pop() ?? null;
      for (let start = 0; start < ids.length; start += 3) yield ids.slice(start, start + 3).map((id) => ({ id }));
      return { next };
    },
  };

  function serve(...bodies: string[]): { query: string; accept: string | null }[] {
    const seen: { query: string; accept: string | null }[] = [];
    for (const body of bodies) {
      nock(API)
        .get(/.*/)
        .reply((request: Request) => {
          seen.push({ query: new URL(request.url).search, accept: request.headers.get('accept') });
          return [200, body];
        });
    }
    return seen;
  }

  test('gives what the decoder reads in its batches, then asks for the page that the envelope names', async () => {
    const seen = serve('1 2 3 4 900', '5 0');
    const paginator = new CursorPaginator({ token: { path: 'next' }, lastPage: { path: 'next', equals: 0 } });
    const { pages, error } = await readPages(new TestStream(client, { decoder: numbers, paginator }));
    expect([pages, error]).toEqual([[[1, 2, 3], [4], [5]], undefined]);
    expect(seen.map(({ query }) => query)).toEqual(['', '?cursor=900']);
  });

  test('asks for what the decoder reads, unless the stream says otherwise', async () => {
    const seen = serve('1 0', '1 0');
    await readPages(new TestStream(client, { decoder: numbers }));
    await readPages(new TestStream(client, { decoder: numbers, headers: () => ({ Accept: 'text/mine' }) }));
    expect(seen.map(({ accept }) => accept)).toEqual(['text/numbers', 'text/mine']);
  });

  test('a paginator counts what the API sent, whatever parseResponse makes of it', async () => {
    const parses: ((response: HttpResponse) => unknown)[] = [
      (response) =>
        response
          .decode<Item>(numbers)
          .filter(({ id }) => id % 2 === 0)
          .map(({ id }) => ({ id: id * 10 })),
      async function* (response) {
        for await (const { id } of response.decode<Item>(numbers)) if (id % 2 === 0) yield { id: id * 10 };
      },
    ];
    for (const parse of parses) {
      const seen = serve('1 2 3 4 0', '5 6 0');
      const paginator = new OffsetPaginator({ pageSize: 4 });
      const { pages, error } = await readPages(new TestStream(client, { decoder: numbers, paginator, parse }));
      expect([pages.flat(), error]).toEqual([[20, 40, 60], undefined]);
      expect(seen.map(({ query }) => query)).toEqual(['?offset=0&limit=4', '?offset=4&limit=4']);
    }
  });

  test('H8: an API that does not know the page parameter ends with an error', async () => {
    serve('1 2 3 4 0', '1 2 3 4 0', '1 2 3 4 0', '1 2 3 4 0');
    const paginator = new PageNumberPaginator();
    const { pages, error } = await readPages(new TestStream(client, { decoder: numbers, paginator }));
    expect(error.message).toBe(
      'Pagination of stream "items" is stuck: the API returned 2 pages in a row that it had returned before, the next token is 4',
    );
    expect(pages.flat()).toHaveLength(12);
  });

  test('what breaks while it is read ends the stream after what was read before', async () => {
    serve('1 2 3 4 0');
    const thrown = new ConnectorError('broken');
    const decoder: Decoder = {
      async *decode(bytes, context) {
        yield* numbers.decode(bytes, context);
        throw thrown;
      },
    };
    expect(await readPages(new TestStream(client, { decoder }))).toEqual({ pages: [[1, 2, 3], [4]], error: thrown });
  });

  test.each<[string, Parts['parse']]>([
    ['stops early', undefined],
    ['does not read it', () => []],
    [
      'throws before it is read',
      () => {
        throw new Error('bug');
      },
    ],
  ])('a body that still arrives is closed when the reader %s', async (_, parse) => {
    let isClosed = false;
    const url = await serveBytes((_request, response) => {
      response.write('1 '.repeat(300_000));
      response.on('close', () => (isClosed = true));
    });
    const first: Decoder = {
      async *decode(bytes) {
        for await (const { length } of bytes) yield [{ id: length }];
      },
    };
    const stream = new TestStream(new HttpClient({ urlBase: url }), {
      decoder: first,
      ...(parse === undefined ? {} : { parse }),
    });
    try {
      for await (const _page of stream.readPages(testRun().context)) break;
    } catch (error) {
      expect(error).toEqual(new Error('bug'));
    }
    await vi.waitFor(() => expect(isClosed).toBe(true));
  });

  test('records that come one by one are given on after each megabyte of a streamed body', async () => {
    const url = await serveBytes((_request, response) => void response.end(Buffer.alloc(4 * 1024 * 1024)));
    const chunks: Decoder = {
      async *decode(bytes) {
        for await (const { length } of bytes) yield [{ id: length }];
      },
    };
    const stream = new TestStream(new HttpClient({ urlBase: url }), {
      decoder: chunks,
      async *parse(response) {
        yield* response.decode<Item>(chunks);
      },
    });
    const { pages, error } = await readPages(stream);
    expect(error).toBeUndefined();
    const sizes = pages.map((page) => (page as number[]).reduce((sum, length) => sum + length, 0));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4 * 1024 * 1024);
    expect(Math.max(...sizes)).toBeLessThan(1.5 * 1024 * 1024);
    expect(pages.length).toBeLessThan(6);
  });
});

describe('F: responses that are not what was declared', () => {
  test.each([
    ['html', 'is not valid JSON (status 200, text/html; charset=utf-8, 94 bytes): it starts with "<!doctype html>'],
    ['notAnArray', 'must have an array of records at "data", got object'],
  ] as const)('%s', async (kind, text) => {
    const { api, client } = await useApi({ faults: [{ from: 2, fault: { kind } }] });
    const run = testRun();
    const { pages, error } = await readPages(new TestStream(client, orders(8)), run.context);
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toContain(`The response of GET ${api.url}/v1/orders (page 2) ${text}`);
    expect([pages.length, error.failureType, run.clock.waits]).toEqual([1, 'system_error', []]);
  });

  test('JSON under a wrong content type is read', async () => {
    const { client } = await useApi({ faults: [{ times: Infinity, fault: { kind: 'wrongContentType' } }] });
    const { pages } = await readPages(new TestStream(client, orders(8)));
    expect(pages.flat()).toHaveLength(20);
  });
});

test('H7: a next link to another origin ends the stream after the page that gave it', async () => {
  const { api, client } = await useApi({ faults: [{ fault: { kind: 'foreignNext', origin: 'http://evil.example' } }] });
  const parts = {
    path: () => 'exports',
    params: () => ({ limit: 8 }),
    paginator: new NextUrlPaginator({ path: 'next' }),
  };
  const { pages, error } = await readPages(new TestStream(client, parts));
  expect(pages).toEqual([range(1, 8)]);
  expect(error.message).toContain('add "evil.example" to allowedHosts of the HttpClient');
  expect(api.requests).toHaveLength(1);
});

function withoutId(record: any): object {
  delete record.id;
  return record;
}
