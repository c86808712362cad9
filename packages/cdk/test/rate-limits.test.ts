// What a client that keeps to limits does to an API that has them, and what the platform is told meanwhile.
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  BearerAuthenticator,
  FixedWindowLimit,
  HeaderLimit,
  HttpClient,
  type HttpClientOptions,
  HttpStream,
  MovingWindowLimit,
  OffsetPaginator,
  WaitUntilTimeFromHeader,
} from '../src/index.ts';
import { configuredCatalog, readAll, type ReadResult, runConnector, TestClock } from '../src/testing/index.ts';
import { collect } from './collect.ts';
import { ShopSource } from './fixtures/shop-source.ts';
import { rejectionOf, testRun } from './run-context.ts';
import { serve } from './serve.ts';

const DAY = 86_400_000;
const shopSource = `${import.meta.dirname}/fixtures/shop-source.ts`;
const everything = configuredCatalog({
  customers: 'full_refresh',
  products: 'full_refresh',
  orders: 'incremental',
  order_events: 'full_refresh',
  exports: 'full_refresh',
});

interface Shop {
  readonly api: ExampleApi;
  readonly clock: TestClock;
  readonly read: (options: HttpClientOptions, catalog?: typeof everything) => Promise<ReadResult>;
}

async function useShop(options: ExampleApiOptions): Promise<Shop> {
  const clock = new TestClock();
  const api = await startExampleApi({ size: 5, now: () => clock.now(), ...options });
  onTestFinished(() => api.close());
  return {
    api,
    clock,
    read: (clientOptions, catalog = everything) =>
      readAll(new ShopSource(clientOptions), {
        config: { api_url: api.url },
        catalog,
        clock,
        validateRecords: false,
      }),
  };
}

const refusals = ({ requests }: ExampleApi): number => requests.filter(({ status }) => status === 429).length;

describe('H6: limits shared by all streams', () => {
  test('nango#857: a throttled client is never refused, and reads everything', async () => {
    const { api, clock, read } = await useShop({ quotas: [{ requests: 5, perMs: 10_000 }] });
    const free = await (await useShop({})).read({});
    const result = await read({ rateLimits: [new MovingWindowLimit({ requests: 5, perMs: 10_000 })] });
    expect([result.succeeded, refusals(api)]).toEqual([true, 0]);
    expect(result.records()).toHaveLength(free.records().length);
    // All streams together: 5 requests in each 10 s.
    expect(clock.waits.length).toBeGreaterThan(0);
    const times = api.requests.map(({ at }) => at);
    times.forEach((at, index) => expect((times[index + 5] ?? Infinity) - at).toBeGreaterThanOrEqual(10_000));
  });

  test('nango#4428: of several windows, each is kept', async () => {
    const { api, read } = await useShop({
      quotas: [
        { requests: 2, perMs: 1000 },
        { requests: 10, perMs: 60_000 },
      ],
    });
    const result = await read({
      rateLimits: [
        new MovingWindowLimit({ requests: 2, perMs: 1000 }),
        new FixedWindowLimit({ requests: 10, perMs: 60_000, startsAt: '2026-01-01T00:00:00Z' }),
      ],
    });
    expect([result.succeeded, refusals(api)]).toEqual([true, 0]);
  });

  test('learned from response headers: the quota is used to its end, and never beyond', async () => {
    const { api, read } = await useShop({ size: 25, quotas: [{ requests: 4, perMs: 60_000 }] });
    const result = await read({ rateLimits: [new HeaderLimit()] }, configuredCatalog({ customers: 'full_refresh' }));
    expect([result.succeeded, refusals(api)]).toEqual([true, 0]);
    const windows = Map.groupBy(api.requests, ({ at }) => Math.floor(at / 60_000));
    expect([...windows.values()].slice(0, -1).map((requests) => requests.length)).toEqual(
      Array.from({ length: windows.size - 1 }, () => 4),
    );
  });

  test('learned from response headers: what others use of the quota counts', async () => {
    const { api, clock } = await useShop({ quotas: [{ requests: 4, perMs: 60_000 }] });
    const authenticator = new BearerAuthenticator(api.token);
    const client = new HttpClient({ urlBase: `${api.url}/v1`, authenticator, rateLimits: [new HeaderLimit()] });
    const other = new HttpClient({ urlBase: `${api.url}/v1`, authenticator });
    const { context } = testRun({ clock });
    await client.request({ url: 'status' }, context);
    await other.request({ url: 'status' }, context);
    await other.request({ url: 'status' }, context);
    await client.request({ url: 'status' }, context);
    await client.request({ url: 'status' }, context);
    expect([refusals(api), clock.waits]).toEqual([0, [60_000]]);
  });

  test.each([0, -3_600_000, 3_600_000])(
    'H6, H12: refusals while pages shrink lose nothing, by a clock of the API that is off by %d ms',
    async (offMs) => {
      class Orders extends HttpStream<{ id: number }> {
        readonly name = 'orders';
        readonly primaryKey = 'id';
        override readonly recordPath = 'data';
        override readonly paginator = new OffsetPaginator({ pageSize: 8 });
        override readonly reducePageSizeOn = [502];
        path = () => '/orders';
        getJsonSchema = () => ({});
      }
      const { clock, context } = testRun();
      const ids = Array.from({ length: 30 }, (_, id) => ({ id }));
      let quota = { left: 0, resetAt: 0 };
      let requests = 0;
      const url = await serve((request, response) => {
        const now = clock.now();
        if (now >= quota.resetAt) quota = { left: 4, resetAt: now + 10_000 };
        const { searchParams } = new URL(request.url ?? '', 'http://api');
        const [from, size] = [Number(searchParams.get('offset')), Number(searchParams.get('limit'))];
        const isTooBig = from >= 8 && from < 20 && size > 2;
        const status = ++requests % 7 === 3 || quota.left === 0 ? 429 : isTooBig ? 502 : 200;
        quota.left = Math.max(0, quota.left - 1);
        response.writeHead(status, {
          date: new Date(now + offMs).toUTCString(),
          'x-ratelimit-remaining': quota.left,
          'x-ratelimit-reset': (quota.resetAt + offMs) / 1000,
        });
        response.end(JSON.stringify({ data: ids.slice(from, from + size) }));
      });
      const orders = new Orders(new HttpClient({ urlBase: url, rateLimits: [new HeaderLimit()] }));
      expect((await collect(orders.readPages(context))).flatMap((page) => [...page])).toEqual(ids);
      expect(clock.waits).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
    },
  );

  test('weights, and limits for some requests only', async () => {
    const { clock, read } = await useShop({});
    const catalog = configuredCatalog({ customers: 'full_refresh', exports: 'full_refresh' });
    const limit = new FixedWindowLimit({ requests: 20, perMs: 1000, path: /exports/, weight: 10 });
    await read({ rateLimits: [limit] }, catalog);
    // Three pages of exports at ten each: the third waits. Customers do not.
    expect(clock.waits).toEqual([1000]);
  });
});

describe('H6: the API refuses all the same', () => {
  async function useClient(
    options: HttpClientOptions,
  ): Promise<{ api: ExampleApi; clock: TestClock; client: HttpClient }> {
    const { api, clock } = await useShop({
      faults: [{ fault: { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 30 } }],
    });
    const authenticator = new BearerAuthenticator(api.token);
    const client = new HttpClient({
      urlBase: `${api.url}/v1`,
      authenticator,
      rateLimits: [new MovingWindowLimit({ requests: 100, perMs: 1000, path: '/orders' })],
      ...options,
    });
    return { api, clock, client };
  }

  test('a 429 closes the whole limit until the reset, not only the one request', async () => {
    const { api, clock, client } = await useClient({ retry: { maxRetries: 0 } });
    const run = testRun({ clock });
    await expect(client.request({ url: 'orders' }, run.context)).rejects.toThrow('429');
    await client.request({ url: 'products' }, run.context);
    expect(clock.waits).toEqual([]);
    await client.request({ url: 'orders' }, run.context);
    expect([clock.waits, refusals(api)]).toEqual([[30_000], 1]);
  });

  test('the one that was refused waits once, and its wait is counted once', async () => {
    const { clock, client } = await useClient({});
    const run = testRun({ clock });
    await client.request({ url: 'orders' }, run.context);
    expect(clock.waits).toEqual([30_000]);
    expect(run.context.requestCounts).toEqual({ requests: 2, retries: 1, waitMs: 30_000 });
  });

  test('a refusal for longer than maxWaitMs closes it too: the next is told at once', async () => {
    const { api, clock, client } = await useClient({ retry: { maxWaitMs: 10_000 } });
    const { context } = testRun({ clock });
    const first = await rejectionOf(client.request({ url: 'orders' }, context));
    expect(first.message).toContain('Retry-After asks to wait 30 s, longer than maxWaitMs of 10 s allows');
    const second = await rejectionOf(client.request({ url: 'orders' }, context));
    expect(second.message).toContain('has no room for');
    expect([api.requests.length, clock.waits]).toEqual([1, []]);
  });

  test('waits for the own limits are no part of maxTotalMs', async () => {
    const { api, clock } = await useShop({ faults: [{ from: 2, times: 2, fault: { kind: 'status', status: 503 } }] });
    const client = new HttpClient({
      urlBase: `${api.url}/v1`,
      authenticator: new BearerAuthenticator(api.token),
      rateLimits: [new MovingWindowLimit({ requests: 1, perMs: 300_000 })],
      retry: { maxTotalMs: 5000 },
    });
    const { context } = testRun({ clock });
    await client.request({ url: 'orders' }, context);
    expect((await client.request({ url: 'orders' }, context)).status).toBe(200);
    expect(clock.waits).toEqual([300_000, 1000, 299_000, 2000, 298_000]);
  });
});

describe('P7: everyone can see the waits', () => {
  test('meltano/sdk#139: a used-up quota is waited for, told, and read on after', async () => {
    const { api, clock, read } = await useShop({ quotas: [{ requests: 2, perMs: 60_000 }] });
    const result = await read({}, configuredCatalog({ orders: 'incremental' }));
    expect([result.succeeded, result.records()]).toEqual([true, (await useFree()).records()]);
    expect([refusals(api), clock.waits]).toEqual([1, [60_000]]);
    expect(resetsOf(result)).toEqual([Date.parse('2026-01-01T00:01:00Z')]);
    expect(result.logs('WARN')).toEqual([
      `Request failed with status code 429 Too Many Requests: GET ${api.url}/v1/orders. The API says: "The quota of 2 requests is used up". Waiting 60 s as Retry-After asks, then try 2 of 6`,
    ]);
  });

  test('a wait for an own limit is told in the same way', async () => {
    const { api, clock, read } = await useShop({});
    const rateLimits = [new FixedWindowLimit({ requests: 2, perMs: 60_000 })];
    const result = await read({ rateLimits }, configuredCatalog({ orders: 'incremental' }));
    expect([result.succeeded, clock.waits]).toEqual([true, [60_000]]);
    expect(resetsOf(result)).toEqual([Date.parse('2026-01-01T00:01:00Z')]);
    expect(result.logs('INFO')).toContain(
      `GET ${api.url}/v1/orders: waiting 60 s for the rate limit "2 requests per 60 s"`,
    );
  });

  test('nango#4428: a reset in a header of its own, in milliseconds', async () => {
    const { api, clock, read } = await useShop({});
    const reset = String(clock.now() + 53_000);
    api.faults.add({ fault: { kind: 'status', status: 429, headers: { 'X-RateLimit-Minutely-Reset': reset } } });
    const backoff = new WaitUntilTimeFromHeader({ header: 'X-RateLimit-Minutely-Reset' });
    const result = await read({ retry: { backoff } }, configuredCatalog({ orders: 'incremental' }));
    expect([result.succeeded, clock.waits]).toEqual([true, [53_000]]);
    expect(result.logs('WARN')[0]).toContain('Waiting 53 s as X-RateLimit-Minutely-Reset asks');
  });

  test('a clock of the API that is ten minutes ahead makes no wait longer', async () => {
    const ahead = Date.parse('2026-01-01T00:10:00Z');
    const { clock, read } = await useShop({
      now: () => ahead,
      faults: [{ fault: { kind: 'rateLimit', header: 'x-ratelimit-reset-epoch', seconds: 7 } }],
    });
    const result = await read({}, configuredCatalog({ orders: 'incremental' }));
    expect([result.succeeded, clock.waits]).toEqual([true, [7000]]);
  });

  async function useFree(): Promise<ReadResult> {
    return (await useShop({})).read({}, configuredCatalog({ orders: 'incremental' }));
  }

  function resetsOf({ messages }: ReadResult): (number | undefined)[] {
    return messages.flatMap((message) => {
      if (message.type !== 'TRACE' || message.trace.type !== 'STREAM_STATUS') return [];
      const reasons = message.trace.stream_status.reasons ?? [];
      return reasons.map((reason) => reason.rate_limited?.quota_reset);
    });
  }
});

describe('H6: a daily quota', () => {
  test('nango#4505: what was read is kept, with its state, and the next read goes on from there', async () => {
    const { api, clock, read } = await useShop({});
    const rateLimits = [new FixedWindowLimit({ requests: 2, perMs: DAY, name: 'daily quota' })];
    const catalog = configuredCatalog({ orders: 'incremental' });
    const result = await read({ rateLimits }, catalog);
    expect([api.requests.length, clock.waits]).toEqual([2, []]);
    expect(result.records('orders')).toHaveLength(4);
    expect(result.states('orders').at(-1)).toEqual({ updated_at: expect.any(String) });
    expect(result.errors.map(({ failure_type: type, message }) => [type, message.split(' for another ')[0]])).toEqual([
      ['transient_error', `The rate limit "daily quota" has no room for GET ${api.url}/v1/orders`],
    ]);
    expect(result.errors[0]?.message).toMatch(/for another 24 h, longer than maxWaitMs of 10 min allows\. Read again/);

    const next = await readAll(new ShopSource(), {
      config: { api_url: api.url },
      catalog,
      state: result.state,
      clock,
      validateRecords: false,
    });
    expect(new Set([...result.records('orders'), ...next.records('orders')].map(({ id }) => id)).size).toBe(5);
  });

  test('is waited for where maxWaitMs allows it', async () => {
    const { clock, read } = await useShop({});
    const rateLimits = [new FixedWindowLimit({ requests: 2, perMs: DAY })];
    const result = await read({ rateLimits, retry: { maxWaitMs: DAY } }, configuredCatalog({ orders: 'incremental' }));
    expect([result.succeeded, clock.waits]).toEqual([true, [DAY]]);
  });
});

describe('as a process', () => {
  const orders = configuredCatalog({ orders: 'incremental' });

  test('what passes ends with 0', async () => {
    const { api } = await useShop({ faults: [{ from: 2, times: 2, fault: { kind: 'status', status: 503 } }] });
    const config = { api_url: api.url, options: { retry: { baseDelayMs: 1 } } };
    const run = await runConnector(shopSource, 'read', { config, catalog: orders });
    expect([run.exitCode, run.records('orders').length, run.logs('WARN').length]).toEqual([0, 5, 2]);
  });

  test('H5: a rule can stand in a config, and what it ignores ends with 0', async () => {
    const { api } = await useShop({ faults: [{ from: 2, fault: { kind: 'status', status: 404 } }] });
    const config = { api_url: api.url, options: { responseRules: [{ status: 404, action: 'ignore' }] } };
    const run = await runConnector(shopSource, 'read', { config, catalog: orders });
    expect([run.exitCode, run.records('orders').length, run.errors]).toEqual([0, 2, []]);
  });

  test.each([
    [503, 'transient_error', { baseDelayMs: 1, maxRetries: 2 }, 3],
    [409, 'system_error', {}, 1],
  ])('a %d for good is a %s, and ends with 1', async (status, type, retry, tries) => {
    const { api } = await useShop({ faults: [{ from: 2, times: Infinity, fault: { kind: 'status', status } }] });
    const run = await runConnector(shopSource, 'read', {
      config: { api_url: api.url, options: { retry } },
      catalog: orders,
    });
    expect([run.exitCode, run.errors[0]?.failure_type, api.requests.length]).toEqual([1, type, 1 + tries]);
    expect([run.records('orders').length, run.states('orders').length, run.statuses('orders').at(-1)]).toEqual([
      2,
      expect.any(Number),
      'INCOMPLETE',
    ]);
    expect(run.states('orders').length).toBeGreaterThan(0);
  });

  test('nango#4505: a daily quota that is used up ends with 1, after records and state', async () => {
    const { api } = await useShop({});
    const run = await runConnector(shopSource, 'read', {
      config: { api_url: api.url, daily_quota: 1 },
      catalog: orders,
    });
    expect([run.exitCode, run.errors[0]?.failure_type, run.records('orders').length]).toEqual([
      1,
      'transient_error',
      2,
    ]);
    expect(run.states('orders').length).toBeGreaterThan(0);
  });

  test('estuary/connectors#3453: SIGTERM ends a long wait for a quota at once, after what is safe to emit', async () => {
    const { api } = await useShop({});
    const run = await runConnector(shopSource, 'read', {
      config: { api_url: api.url, daily_quota: 1, options: { retry: { maxWaitMs: DAY } } },
      catalog: orders,
      onLine: (line, child) => {
        if (line.includes('waiting 24 h for the rate limit')) child.kill('SIGTERM');
      },
    });
    expect([run.signal, run.errors, run.records('orders').length]).toEqual(['SIGTERM', [], 2]);
    expect(run.statuses('orders').at(-1)).toBe('INCOMPLETE');
  });
});
