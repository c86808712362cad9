// Every way in which an API fails, met in the middle of every kind of list: what is sent again, how often, after which
// waits, and what the platform is told.
import { type ExampleApi, type Fault, startExampleApi } from '@headwater/example-api';
import { describe, expect, test, type TestContext } from 'vitest';
import type { HttpClientOptions } from '../src/index.ts';
import { configuredCatalog, readAll, type ReadResult, TestClock } from '../src/testing/index.ts';
import { ShopSource } from './fixtures/shop-source.ts';

/** The third order has several events, so each kind of list has a page after the first. */
const KINDS = [
  { kind: 'page number', stream: 'customers', path: '/v1/customers' },
  { kind: 'offset', stream: 'products', path: '/v1/products' },
  { kind: 'cursor', stream: 'orders', path: '/v1/orders' },
  { kind: 'link header', stream: 'order_events', path: '/v1/orders/3/events' },
  { kind: 'next url', stream: 'exports', path: '/v1/exports' },
] as const;

/** How a fault looks in a message after `Request failed`, and the wait before each retry. */
interface Retried {
  readonly fault: Fault;
  readonly text: string | RegExp;
  readonly waits: readonly number[];
  readonly options?: HttpClientOptions;
}

const BACKOFF = [1000, 2000, 4000, 8000, 16_000];

const shortIdle: HttpClientOptions = { timeouts: { idleMs: 300 }, retry: { maxRetries: 2 } };

const status = (code: number, phrase: string): Retried => ({
  fault: { kind: 'status', status: code },
  text: ` with status code ${code} ${phrase}: GET {url}`,
  waits: BACKOFF,
});

const refusal = (header: (Fault & { kind: 'rateLimit' })['header'], waits = Array<number>(5).fill(7000)): Retried => ({
  fault: { kind: 'rateLimit', header, seconds: 7 },
  text: ' with status code 429 Too Many Requests: GET {url}',
  waits,
});

const RETRIED: Readonly<Record<string, Retried>> = {
  '408': status(408, 'Request Timeout'),
  '500': status(500, 'Internal Server Error'),
  '502': status(502, 'Bad Gateway'),
  '503': status(503, 'Service Unavailable'),
  '504': status(504, 'Gateway Timeout'),
  'nango#957: 429 with Retry-After in seconds': refusal('retry-after-seconds'),
  'nango#957: 429 with Retry-After as a date': refusal('retry-after-date'),
  '429 with RateLimit-Reset': refusal('ratelimit-reset'),
  '429 with X-RateLimit-Reset in seconds': refusal('x-ratelimit-reset-seconds'),
  '429 with X-RateLimit-Reset as an epoch': refusal('x-ratelimit-reset-epoch'),
  '429 with X-RateLimit-Reset as an epoch in milliseconds': refusal('x-ratelimit-reset-epoch-ms'),
  '429 without a word': refusal('none', BACKOFF),
  'a body that is cut': {
    fault: { kind: 'truncate' },
    text: /: GET {url}: Content-Length mismatch/,
    waits: BACKOFF,
  },
  'a complete response whose JSON is cut': {
    fault: { kind: 'cutJson' },
    text: /: GET {url}: its JSON ends early at byte \d+ of the response/,
    waits: BACKOFF,
  },
  'airbyte-python-cdk#1148: no answer': {
    fault: { kind: 'hang' },
    text: ': GET {url}: no bytes for 0.3 s',
    waits: BACKOFF,
    options: shortIdle,
  },
  'airbyte-python-cdk#1148: a body that stops': {
    fault: { kind: 'stall' },
    text: ': GET {url}: no bytes for 0.3 s',
    waits: BACKOFF,
    options: shortIdle,
  },
};

/** How a fault looks as a whole. */
const NOT_RETRIED: Readonly<Record<string, { readonly fault: Fault; readonly text: RegExp; readonly type: string }>> = {
  '400': { fault: { kind: 'status', status: 400 }, text: /^Request failed with status code 400/, type: 'system_error' },
  '401': { fault: { kind: 'status', status: 401 }, text: /Check the credentials in the config$/, type: 'config_error' },
  '403': { fault: { kind: 'status', status: 403 }, text: /credentials .* have access to it$/, type: 'config_error' },
  '404': { fault: { kind: 'status', status: 404 }, text: /^Request failed with status code 404/, type: 'system_error' },
  '409': { fault: { kind: 'status', status: 409 }, text: /^Request failed with status code 409/, type: 'system_error' },
  '422': { fault: { kind: 'status', status: 422 }, text: /^Request failed with status code 422/, type: 'system_error' },
  'a web page': {
    fault: { kind: 'html' },
    text: /is not valid JSON .*starts with "<!doctype html>/,
    type: 'system_error',
  },
};

interface Read {
  readonly result: ReadResult;
  readonly requests: number;
  readonly waits: readonly number[];
  readonly api: ExampleApi;
  /** The records and requests of a read without the fault. */
  readonly whole: { readonly records: readonly unknown[]; readonly requests: number };
}

/** Reads a stream whose second page has a fault, for some requests in a row. */
async function read(
  { onTestFinished }: TestContext,
  kind: (typeof KINDS)[number],
  fault: Fault,
  times: number,
  options: HttpClientOptions = {},
): Promise<Read> {
  const clock = new TestClock();
  const api = await startExampleApi({ size: 5, now: () => clock.now() });
  onTestFinished(() => api.close());
  const catalog = configuredCatalog({ [kind.stream]: 'full_refresh' });
  const input = { config: { api_url: api.url }, catalog, clock, validateRecords: false };
  const good = await readAll(new ShopSource(), input);
  const whole = { records: good.records(), requests: api.requests.length };
  expect([good.succeeded, clock.waits]).toEqual([true, []]);

  api.clearRequests();
  api.faults.add({ path: new RegExp(`${kind.path}$`), from: 2, times, fault });
  const result = await readAll(new ShopSource(options), input);
  return { result, requests: api.requests.length, waits: clock.waits, api, whole };
}

function rateLimits({ messages }: ReadResult): number {
  return messages.filter(
    (message) =>
      message.type === 'TRACE' &&
      message.trace.type === 'STREAM_STATUS' &&
      message.trace.stream_status.reasons?.[0]?.type === 'RATE_LIMITED',
  ).length;
}

function matcher(text: string | RegExp, url: string): RegExp {
  const source = typeof text === 'string' ? text.replace(/[.()]/g, '\\$&') : text.source;
  return new RegExp(`^Request failed${source.replace('{url}', url.replaceAll('.', '\\.'))}`);
}

describe.each(KINDS)('H2: in a list by $kind', (kind) => {
  test.concurrent.for(Object.entries(RETRIED))(
    '%s, twice: all records come, after two waits',
    async ([, { fault, text, waits, options }], context) => {
      const { result, requests, waits: waited, api, whole } = await read(context, kind, fault, 2, options);
      expect([result.succeeded, result.errors]).toEqual([true, []]);
      expect(result.records()).toEqual(whole.records);
      const [first = 0, second = 0] = waits;
      expect([requests, waited]).toEqual([whole.requests + 2, [first, second]]);
      const warnings = result.logs('WARN');
      expect(warnings).toHaveLength(2);
      expect(warnings[0]).toMatch(matcher(text, `${api.url}${kind.path}`));
      const tries = (options?.retry?.maxRetries ?? 5) + 1;
      expect(warnings[0]).toMatch(new RegExp(`Waiting ${first / 1000} s.*, then try 2 of ${tries}$`));
      expect(rateLimits(result)).toBe(fault.kind === 'rateLimit' ? 2 : 0);
      expect(result.logs('INFO').at(-1)).toContain(`retries: 2, waited: ${(first + second) / 1000}.0 s`);
    },
  );

  test.concurrent.for(Object.entries(RETRIED))(
    '%s, for good: the records before it stay, then transient_error',
    async ([, { fault, text, waits, options }], context) => {
      const { result, waits: waited, api, whole } = await read(context, kind, fault, Infinity, options);
      const tries = (options?.retry?.maxRetries ?? 5) + 1;
      expect(result.succeeded).toBe(false);
      expect(result.errors).toMatchObject([
        { failure_type: 'transient_error', stream_descriptor: { name: kind.stream } },
      ]);
      expect(result.errors[0]?.message).toMatch(matcher(text, `${api.url}${kind.path}`));
      expect(result.errors[0]?.message).toContain(`(${tries} tries)`);
      expect(waited).toEqual(waits.slice(0, tries - 1));
      expect(api.requests.filter(({ path }) => path === kind.path)).toHaveLength(1 + tries);
      expectRecordsBefore(result, whole.records);
    },
  );

  // What is lost on a connection that was kept open is first sent again at once, which is no retry.
  test('a reset, twice: all records come, after two waits at most', async (context) => {
    const { result, requests, waits, whole } = await read(context, kind, { kind: 'reset' }, 2);
    expect([result.succeeded, result.errors]).toEqual([true, []]);
    expect(result.records()).toEqual(whole.records);
    expect([requests, waits]).toEqual([whole.requests + 2, BACKOFF.slice(0, waits.length)]);
  });

  test('a reset, for good: the records before it stay, then transient_error', async (context) => {
    const { result, waits, api, whole } = await read(context, kind, { kind: 'reset' }, Infinity);
    const text = ': GET {url}: the connection broke off (ECONNRESET) (6 tries)';
    expect(result.errors).toMatchObject([{ failure_type: 'transient_error' }]);
    expect(result.errors[0]?.message).toMatch(matcher(text, `${api.url}${kind.path}`));
    expect(waits).toEqual(BACKOFF);
    expectRecordsBefore(result, whole.records);
  });

  test.concurrent.for(Object.entries(NOT_RETRIED))(
    'H3: %s: is not asked for again',
    async ([, { fault, text, type }], context) => {
      const { result, waits, api, whole } = await read(context, kind, fault, Infinity);
      expect(result.errors).toMatchObject([{ failure_type: type, stream_descriptor: { name: kind.stream } }]);
      expect(result.errors[0]?.message).toMatch(text);
      expect(result.errors[0]?.message).toContain(`GET ${api.url}${kind.path}`);
      expect([result.succeeded, waits]).toEqual([false, []]);
      expect(api.requests.filter(({ path }) => path === kind.path)).toHaveLength(2);
      expectRecordsBefore(result, whole.records);
    },
  );

  function expectRecordsBefore(result: ReadResult, whole: readonly unknown[]): void {
    const given = result.records();
    expect(given.length).toBeGreaterThan(0);
    expect(given.length).toBeLessThan(whole.length);
    expect(whole).toEqual(expect.arrayContaining(given));
    expect(result.statuses(kind.stream).at(-1)).toBe('INCOMPLETE');
  }
});
