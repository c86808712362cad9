import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeAuthority, makeCertificate } from '../../test/certificates.ts';
import { serve } from '../../test/serve.ts';
import { type TestServer, useServer as useTestServer } from '../../test/servers.ts';
import { rejectionOf, testRun, type TestRun } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { systemClock } from '../streams/clock.ts';
import { TestClock } from '../testing/test-clock.ts';
import { ApiKeyAuthenticator } from './authenticators/api-key-authenticator.ts';
import { BearerAuthenticator } from './authenticators/bearer-authenticator.ts';
import { HttpClient } from './http-client.ts';
import type { HttpClientOptions } from './http-client-options.ts';
import { HttpError } from './http-error.ts';
import type { QueryParams, RequestBody } from './http-request.ts';
import { NetworkError } from './network-error.ts';

async function useApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const api = await startExampleApi({ size: 20, ...options });
  onTestFinished(() => api.close());
  return api;
}

/** A server of this test alone; keeps the headers of each request. */
async function useServer(listener: RequestListener): Promise<{ url: string; host: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ method, url, headers, body });
      listener(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}`, host, seen };
}

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function clientOf(api: ExampleApi, options: HttpClientOptions = {}): HttpClient {
  return new HttpClient({ urlBase: `${api.url}/v1`, authenticator: new BearerAuthenticator(api.token), ...options });
}

async function failed(api: ExampleApi, options: HttpClientOptions = {}, run: TestRun = testRun()): Promise<any> {
  return rejectionOf(clientOf(api, options).request({ url: 'orders', params: { limit: 2 } }, run.context));
}

const statuses = (api: ExampleApi): number[] => api.requests.map(({ status }) => status);

describe('a request that succeeds', () => {
  test('gives the response, and says so at debug level without the query', async () => {
    const api = await useApi();
    const run = testRun();
    const response = await clientOf(api).request({ url: '/orders', params: { limit: 2 } }, run.context);
    expect(response.records('data')).toEqual([api.shop.orders.record(0), api.shop.orders.record(1)]);
    expect(response.url).toBe(`${api.url}/v1/orders?limit=2`);
    expect(run.logs).toEqual([`debug: GET ${api.url}/v1/orders: 200, ${response.byteLength} bytes, 0 ms`]);
    expect(run.clock.waits).toEqual([]);
  });

  test('P12: the secrets of its credentials are named before anything is sent', async () => {
    const api = await useApi();
    const run = testRun();
    let sentBefore = -1;
    const context = { ...run.context, addSecret: () => void (sentBefore = api.requests.length) };
    await clientOf(api).request({ url: 'orders' }, context);
    expect(sentBefore).toBe(0);
  });

  test('asks for JSON, and for compressed bodies, which it unpacks', async () => {
    const api = await useApi({ compress: true });
    const response = await clientOf(api).request({ url: 'orders', params: { limit: 1 } }, testRun().context);
    expect(response.records('data')).toEqual([api.shop.orders.record(0)]);
    expect(api.requests[0]?.headers.accept).toBe('application/json');
    expect(api.requests[0]?.headers['accept-encoding']).toContain('gzip');
  });

  test('the headers of a request win over those of the client, whatever their case; undefined takes one away', async () => {
    const { url, seen } = await useServer((_request, response) => void response.end('{}'));
    const client = new HttpClient({ urlBase: url, headers: { 'X-A': 'client', 'X-B': 'client', ACCEPT: 'text/csv' } });
    await client.request({ url: 'x', headers: { 'x-a': 'request', 'x-b': undefined } }, testRun().context);
    expect([seen[0]?.headers['x-a'], seen[0]?.headers['x-b'], seen[0]?.headers.accept]).toEqual([
      'request',
      undefined,
      'text/csv',
    ]);
  });

  test('the authenticator has the last word', async () => {
    const { url, seen } = await useServer((_request, response) => void response.end('{}'));
    const client = new HttpClient({ urlBase: url, authenticator: new BearerAuthenticator('real') });
    await client.request({ url: 'x', headers: { Authorization: 'mine' } }, testRun().context);
    expect(seen[0]?.headers.authorization).toBe('Bearer real');
  });

  test.each([
    ['POST', { json: { a: [1, null] } }, 'application/json', '{"a":[1,null]}'],
    ['PUT', { form: { a: 'x y', b: [1, 2] } }, 'application/x-www-form-urlencoded', 'a=x+y&b=1&b=2'],
    ['PATCH', { text: '<a/>' }, 'text/plain; charset=utf-8', '<a/>'],
    ['DELETE', { json: 1 }, 'application/json', '1'],
    ['POST', undefined, undefined, ''],
  ] as const)('H10: %s with the body %j', async (method, body, contentType, text) => {
    const { url, seen } = await useServer((_request, response) => void response.end('{}'));
    await new HttpClient({ urlBase: url }).request({ url: 'x', method, body }, testRun().context);
    expect(seen.map((one) => [one.method, one.headers['content-type'], one.body])).toEqual([
      [method, contentType, text],
    ]);
  });

  test('H10: bytes are sent as they stand', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    const received: Buffer[] = [];
    let head: IncomingHttpHeaders = {};
    const url = await serve((request, response) => {
      head = request.headers;
      request.on('data', (chunk: Buffer) => received.push(chunk));
      request.on('end', () => response.end('{}'));
    });
    await new HttpClient({ urlBase: url }).request({ url: 'x', method: 'PUT', body: { bytes } }, testRun().context);
    expect([head['content-type'], head['content-length']]).toEqual(['application/octet-stream', '100000']);
    expect(Buffer.concat(received).equals(bytes)).toBe(true);
  });

  test('H10: a HEAD has an answer without a body', async () => {
    const { url, seen } = await useServer((_request, response) => {
      response.setHeader('x-total', '7');
      response.end('{"not":"sent"}');
    });
    for (const streamed of [false, true]) {
      const request = { url: 'x', method: 'HEAD', streamed } as const;
      const response = await new HttpClient({ urlBase: url }).request(request, testRun().context);
      expect([response.header('x-total'), response.text(), response.isStreamed]).toEqual(['7', '', false]);
    }
    expect(seen.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  test('H10: a content type of the request wins over that of its body', async () => {
    const { url, seen } = await useServer((_request, response) => void response.end('{}'));
    const headers = { 'Content-Type': 'application/xml' };
    await new HttpClient({ urlBase: url }).request(
      { url: 'x', method: 'POST', body: { text: '<a/>' }, headers },
      testRun().context,
    );
    expect(seen[0]?.headers['content-type']).toBe('application/xml');
  });

  test('H10: a GET may have a body', async () => {
    const { url, seen } = await useServer((_request, response) => void response.end('{}'));
    await new HttpClient({ urlBase: url }).request({ url: 'x', body: { json: { q: 1 } } }, testRun().context);
    expect(seen.map(({ method, body }) => [method, body])).toEqual([['GET', '{"q":1}']]);
  });

  test('connections are kept open between requests', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await useServer((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    const client = new HttpClient({ urlBase: url });
    for (let count = 0; count < 3; count++) await client.request({ url: 'x' }, testRun().context);
    expect(ports.size).toBe(1);
  });
});

describe('H2: what is tried again', () => {
  test.each([408, 500, 502, 503, 504])('%d passes after two tries', async (status) => {
    const api = await useApi({ faults: [{ times: 2, fault: { kind: 'status', status } }] });
    const run = testRun();
    const response = await clientOf(api).request({ url: 'orders' }, run.context);
    expect([response.status, statuses(api), run.clock.waits]).toEqual([200, [status, status, 200], [1000, 2000]]);
    expect(run.rateLimits).toEqual([]);
  });

  test('six tries with doubling waits, then an error that says how many there were', async () => {
    const api = await useApi({ faults: [{ times: Infinity, fault: { kind: 'status', status: 503 } }] });
    const run = testRun();
    const error = await failed(api, {}, run);
    expect(error).toBeInstanceOf(HttpError);
    expect(error.message).toBe(
      `Request failed with status code 503 Service Unavailable: GET ${api.url}/v1/orders (6 tries). The API says: "Service Unavailable"`,
    );
    expect([error.failureType, error.status]).toEqual(['transient_error', 503]);
    expect(run.clock.waits).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(statuses(api)).toEqual([503, 503, 503, 503, 503, 503]);
  });

  test('each wait is said in one line with what it is for', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'status', status: 500 } }] });
    const run = testRun();
    await clientOf(api).request({ url: 'orders' }, run.context);
    expect(run.logs[1]).toBe(
      `warn: Request failed with status code 500 Internal Server Error: GET ${api.url}/v1/orders. The API says: "Internal Server Error". Waiting 1 s, then try 2 of 6`,
    );
  });

  test.each([
    ['reset', 'the connection broke off (ECONNRESET)'],
    ['truncate', 'Content-Length mismatch: expected 563 bytes, received 281 bytes'],
  ] as const)('%s: %s', async (kind, text) => {
    const api = await useApi({ faults: [{ times: 2, fault: { kind } }] });
    const run = testRun();
    const response = await clientOf(api).request({ url: 'orders', params: { limit: 1 } }, run.context);
    expect(response.records('data')).toHaveLength(1);
    expect([api.requests.length, run.clock.waits]).toEqual([3, [1000, 2000]]);
    expect(run.logs[0]).toBe(`warn: Request failed: GET ${api.url}/v1/orders: ${text}. Waiting 1 s, then try 2 of 6`);
  });

  test('a host that refuses connections', async () => {
    const api = await startExampleApi({ size: 1 });
    await api.close();
    const run = testRun();
    const error = await failed(api, { retry: { maxRetries: 1 } }, run);
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.message).toBe(
      `Request failed: GET ${api.url}/v1/orders: the host refused the connection (ECONNREFUSED) (2 tries)`,
    );
    expect([error.failureType, run.clock.waits]).toEqual(['transient_error', [1000]]);
  });

  test('the number of retries and the first wait can be set', async () => {
    const api = await useApi({ faults: [{ times: Infinity, fault: { kind: 'status', status: 500 } }] });
    const run = testRun();
    await failed(api, { retry: { maxRetries: 2, baseDelayMs: 10 } }, run);
    expect([api.requests.length, run.clock.waits]).toEqual([3, [10, 20]]);
  });

  test('no retry at all', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'status', status: 500 } }] });
    const run = testRun();
    const error = await failed(api, { retry: { maxRetries: 0 } }, run);
    expect([api.requests.length, run.clock.waits]).toEqual([1, []]);
    expect(error.message).not.toContain('tries');
  });

  test('backoff never waits longer than maxWaitMs', async () => {
    const api = await useApi({ faults: [{ times: 3, fault: { kind: 'status', status: 500 } }] });
    const run = testRun();
    await clientOf(api, { retry: { maxWaitMs: 1500 } }).request({ url: 'orders' }, run.context);
    expect(run.clock.waits).toEqual([1000, 1500, 1500]);
  });

  test('maxTotalMs ends the tries before a wait that would go beyond it', async () => {
    const api = await useApi({ faults: [{ times: Infinity, fault: { kind: 'status', status: 500 } }] });
    const run = testRun();
    const error = await failed(api, { retry: { maxTotalMs: 7000 } }, run);
    expect(run.clock.waits).toEqual([1000, 2000, 4000]);
    expect(error.message).toContain('(4 tries)');
    expect(error.failureType).toBe('transient_error');
  });
});

describe('H2: the API says when', () => {
  test.each([
    ['retry-after-seconds', 'Retry-After', 7000],
    ['retry-after-date', 'Retry-After', 7000],
    ['ratelimit-reset', 'RateLimit-Reset', 7000],
    ['x-ratelimit-reset-seconds', 'X-RateLimit-Reset', 7000],
    ['x-ratelimit-reset-epoch', 'X-RateLimit-Reset', 7000],
    ['x-ratelimit-reset-epoch-ms', 'X-RateLimit-Reset', 7000],
    ['none', undefined, 1000],
  ] as const)('P7: a 429 with %s', async (header, name, waitMs) => {
    const run = testRun();
    const startedAt = run.clock.now();
    const api = await useApi({ now: () => startedAt, faults: [{ fault: { kind: 'rateLimit', header, seconds: 7 } }] });
    const response = await clientOf(api).request({ url: 'orders' }, run.context);
    expect([response.status, run.clock.waits]).toEqual([200, [waitMs]]);
    expect(run.rateLimits).toEqual([name === undefined ? undefined : startedAt + waitMs]);
    expect(run.logs[1]).toContain(
      `Waiting ${waitMs / 1000} s${name === undefined ? '' : ` as ${name} asks`}, then try 2 of 6`,
    );
  });

  test('it is reported before the wait', async () => {
    const api = await useApi({
      faults: [{ fault: { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 7 } }],
    });
    const run = testRun();
    const waitsBefore: number[] = [];
    const context = { ...run.context, reportRateLimit: () => void waitsBefore.push(run.clock.waits.length) };
    await clientOf(api).request({ url: 'orders' }, context);
    expect(waitsBefore).toEqual([0]);
  });

  test('a 503 with Retry-After waits for it, and is no rate limit', async () => {
    const api = await useApi({
      faults: [{ fault: { kind: 'status', status: 503, headers: { 'Retry-After': '3', 'RateLimit-Reset': '9' } } }],
    });
    const run = testRun();
    await clientOf(api).request({ url: 'orders' }, run.context);
    expect([run.clock.waits, run.rateLimits]).toEqual([[3000], []]);
  });

  test('the reset of a quota is no word on a 503', async () => {
    const api = await useApi({
      faults: [{ fault: { kind: 'status', status: 503, headers: { 'X-RateLimit-Reset': '9' } } }],
    });
    const run = testRun();
    await clientOf(api).request({ url: 'orders' }, run.context);
    expect(run.clock.waits).toEqual([1000]);
  });

  test('a wait longer than maxWaitMs is not begun: transient_error at once, with the header in its text', async () => {
    const api = await useApi({
      faults: [{ times: Infinity, fault: { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 3600 } }],
    });
    const run = testRun();
    const error = await failed(api, {}, run);
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(
      `Request failed with status code 429 Too Many Requests: GET ${api.url}/v1/orders. The API says: "Too Many Requests". Retry-After asks to wait 3600 s, longer than maxWaitMs of 600 s allows`,
    );
    expect(error.failureType).toBe('transient_error');
    expect(error.cause).toBeInstanceOf(HttpError);
    expect([run.clock.waits, api.requests.length, run.rateLimits]).toEqual([[], 1, []]);
  });

  test('a wait of exactly maxWaitMs is waited', async () => {
    const api = await useApi({
      faults: [{ fault: { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 60 } }],
    });
    const run = testRun();
    await clientOf(api, { retry: { maxWaitMs: 60_000 } }).request({ url: 'orders' }, run.context);
    expect(run.clock.waits).toEqual([60_000]);
  });

  test('a last try that fails ends with its own error, whatever wait its header asks for', async () => {
    const api = await useApi({
      faults: [{ times: Infinity, fault: { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 3600 } }],
    });
    const error = await failed(api, { retry: { maxRetries: 0 } });
    expect(error).toBeInstanceOf(HttpError);
  });

  test('a source without streams, as check has none, needs no reportRateLimit', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'rateLimit', header: 'none', seconds: 1 } }] });
    const { reportRateLimit: _reportRateLimit, requestCounts: _counts, ...context } = testRun().context;
    expect((await clientOf(api).request({ url: 'orders' }, context)).status).toBe(200);
  });
});

test('requests, retries and waits are counted', async () => {
  const api = await useApi({ faults: [{ times: 2, fault: { kind: 'status', status: 503 } }] });
  const { context } = testRun();
  await clientOf(api).request({ url: 'orders' }, context);
  expect(context.requestCounts).toEqual({ requests: 3, retries: 2, waitMs: 3000 });
});

describe('H3, H4: what is not tried again', () => {
  test.each([
    [400, 'Bad Request', 'system_error', ''],
    [401, 'Unauthorized', 'config_error', '. Check the credentials in the config'],
    [403, 'Forbidden', 'config_error', '. Check that the credentials in the config have access to it'],
    [404, 'Not Found', 'system_error', ''],
    [409, 'Conflict', 'system_error', ''],
    [410, 'Gone', 'system_error', ''],
    [422, 'Unprocessable Entity', 'system_error', ''],
    [501, 'Not Implemented', 'transient_error', ''],
  ])('%d %s is a %s', async (status, reason, failureType, advice) => {
    const api = await useApi({
      faults: [{ times: Infinity, fault: { kind: 'status', status, body: { error: { message: 'because' } } } }],
    });
    const run = testRun();
    const error = await failed(api, {}, run);
    expect(error.message).toBe(
      `Request failed with status code ${status} ${reason}: GET ${api.url}/v1/orders. The API says: "because"${advice}`,
    );
    expect([error.failureType, api.requests.length, run.clock.waits]).toEqual([failureType, 1, []]);
  });

  test('the query, where a key may stand, is in no text', async () => {
    const api = await useApi({ faults: [{ times: Infinity, fault: { kind: 'status', status: 500 } }] });
    const authenticator = new ApiKeyAuthenticator('k3y-in-query', { param: 'api_key' });
    const run = testRun();
    const error = await failed(api, { authenticator }, run);
    expect(api.requests[0]?.query['api_key']).toBe('k3y-in-query');
    expect(JSON.stringify([error.message, error.internalMessage, error.stack, run.logs])).not.toContain('k3y-in-query');
    expect(run.secrets).toContain('k3y-in-query');
  });

  test('a key that cannot stand in a header is said at once', async () => {
    const api = await useApi();
    const run = testRun();
    const error = await failed(api, { authenticator: new BearerAuthenticator('pasted-with-line-end\n') }, run);
    expect(error.message).toContain(`Request failed: GET ${api.url}/v1/orders: `);
    expect(error.message).toContain('authorization');
    expect(error.message).not.toContain('pasted');
    expect([api.requests.length, run.clock.waits]).toEqual([0, []]);
  });
});

describe('H1: time limits', () => {
  test('no bytes for idleMs: nothing is ever answered', async () => {
    const api = await useApi({ faults: [{ times: 2, fault: { kind: 'hang' } }] });
    const run = testRun();
    const error = await failed(api, { timeouts: { idleMs: 40 }, retry: { maxRetries: 1 } }, run);
    expect(error.message).toBe(`Request failed: GET ${api.url}/v1/orders: no bytes for 0.04 s (2 tries)`);
    expect([error.failureType, run.clock.waits]).toEqual(['transient_error', [1000]]);
  });

  test('no bytes for idleMs: a body that stops in its middle', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'stall' } }] });
    const error = await failed(api, { timeouts: { idleMs: 40 }, retry: { maxRetries: 0 } });
    expect(error.message).toBe(`Request failed: GET ${api.url}/v1/orders: no bytes for 0.04 s`);
  });

  test('a request that is not finished within requestMs, although bytes keep coming', async () => {
    const { url } = await useServer((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(timer));
    });
    const client = new HttpClient({ urlBase: url, timeouts: { requestMs: 60, idleMs: 50 }, retry: { maxRetries: 0 } });
    const error = await rejectionOf(client.request({ url: 'slow' }, testRun().context));
    expect(error.message).toBe(`Request failed: GET ${url}/slow: not finished within 0.06 s`);
    expect(error).toBeInstanceOf(NetworkError);
  });

  test('a connection that is never made', async () => {
    // TLS to a server that never shakes hands.
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const client = new HttpClient({ urlBase: url, timeouts: { connectMs: 40 }, retry: { maxRetries: 0 } });
    const error = await rejectionOf(client.request({ url: 'x' }, testRun().context));
    expect(error.message).toBe(`Request failed: GET ${url}/x: no connection within 0.04 s`);
  });

  test('a retry after a time limit goes on as usual', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'hang' } }] });
    const run = testRun();
    const response = await clientOf(api, { timeouts: { idleMs: 40 } }).request({ url: 'orders' }, run.context);
    expect([response.status, api.requests.length]).toEqual([200, 2]);
  });
});

describe('H7: credentials stay with the API', () => {
  async function twoServers(
    location?: (other: string) => string,
  ): Promise<{ api: string; other: Awaited<ReturnType<typeof useServer>>; seen: Seen[] }> {
    const other = await useServer((_request, response) => void response.end('{"other":true}'));
    const { url, seen } = await useServer((_request, response) => {
      response.writeHead(302, { location: (location ?? ((to) => `${to}/stolen?x=1`))(other.url) });
      response.end();
    });
    return { api: url, other, seen };
  }
  const authenticator = new BearerAuthenticator('t0ken');

  test('Azure/acr#895: a URL of another origin is refused before anything is sent', async () => {
    const { api, other } = await twoServers();
    const run = testRun();
    const client = new HttpClient({ urlBase: `${api}/v1`, authenticator });
    const error = await rejectionOf(client.request({ url: `${other.url}/next?page=2` }, run.context));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(
      `The request goes to ${other.url}, but the credentials are for ${api} only. ` +
        `If that host belongs to the API, add "${other.host}" to allowedHosts of the HttpClient`,
    );
    expect([error.failureType, other.seen, run.clock.waits]).toEqual(['system_error', [], []]);
  });

  test('Azure/acr#895: a redirect to another origin is refused, and nothing is sent there', async () => {
    const { api, other, seen } = await twoServers();
    const run = testRun();
    const client = new HttpClient({ urlBase: api, authenticator });
    const error = await rejectionOf(client.request({ url: 'orders' }, run.context));
    expect(error.message).toBe(
      `GET ${api}/orders redirects to ${other.url}, but the credentials are for ${api} only. ` +
        `If that host belongs to the API, add "${other.host}" to allowedHosts of the HttpClient`,
    );
    expect([seen.length, other.seen.length, run.clock.waits]).toEqual([1, 0, []]);
  });

  test('a redirect without a scheme is refused too', async () => {
    const { api, other } = await twoServers((to) => to.replace('http:', ''));
    const client = new HttpClient({ urlBase: api, authenticator });
    await expect(client.request({ url: 'orders' }, testRun().context)).rejects.toThrow('allowedHosts');
    expect(other.seen).toEqual([]);
  });

  test('got#2449: allowedHosts may have the credentials, and redirects there are followed', async () => {
    const { api, other } = await twoServers();
    const client = new HttpClient({ urlBase: api, authenticator, allowedHosts: [other.host] });
    await client.request({ url: `${other.url}/next` }, testRun().context);
    const redirected = await client.request({ url: 'orders' }, testRun().context);
    expect(redirected.json()).toEqual({ other: true });
    expect(other.seen.map(({ url }) => url)).toEqual(['/next', '/stolen?x=1']);
    expect(other.seen[0]?.headers.authorization).toBe('Bearer t0ken');
  });

  test('another port of the same host is another origin', async () => {
    const { api, other } = await twoServers();
    const client = new HttpClient({ urlBase: api, authenticator, allowedHosts: ['127.0.0.1'] });
    await expect(client.request({ url: other.url }, testRun().context)).rejects.toThrow('allowedHosts');
    expect(other.seen).toEqual([]);
  });

  test('headers may hold credentials too: without an authenticator another origin is refused as well', async () => {
    const { api, other } = await twoServers();
    const client = new HttpClient({ urlBase: api, headers: { 'x-api-key': 'k3y' } });
    await expect(client.request({ url: `${other.url}/next` }, testRun().context)).rejects.toThrow('allowedHosts');
    await expect(client.request({ url: 'orders' }, testRun().context)).rejects.toThrow('allowedHosts');
    expect(other.seen).toEqual([]);
  });

  describe('from https to http', () => {
    /** An API that redirects to a plain server and links to it, and a client of it. */
    async function secureApi(makeHosts: (plain: TestServer) => string[]) {
      const authority = await makeAuthority();
      const plain = await useTestServer();
      const api = await useTestServer(
        (_request, response) => void response.writeHead(302, { location: `${plain.url}/file` }).end(),
        await makeCertificate(authority),
      );
      const tls = { ca: authority.cert };
      const client = new HttpClient({ urlBase: api.url, authenticator, tls, allowedHosts: makeHosts(plain) });
      return { api, plain, send: (url: string) => client.request({ url }, testRun().context) };
    }

    test('a host that allowedHosts names does not get the credentials in clear, by a redirect or a link', async () => {
      const { api, plain, send } = await secureApi(({ host }) => [host]);
      const why =
        `to ${plain.url}, but the credentials are for ${api.url} only. They would go unencrypted: ask the API for links ` +
        `that start with https. Only if that may be, add "${plain.url}" to allowedHosts of the HttpClient`;
      expect((await rejectionOf(send('file'))).message).toBe(`GET ${api.url}/file redirects ${why}`);
      expect((await rejectionOf(send(`${plain.url}/page-2`))).message).toBe(`The request goes ${why}`);
      expect(plain.seen).toEqual([]);
    });

    test('an entry with its scheme gets them', async () => {
      const { plain, send } = await secureApi(({ url }) => [url]);
      await send('file');
      await send(`${plain.url}/page-2`);
      expect(plain.seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
        ['/file', 'Bearer t0ken'],
        ['/page-2', 'Bearer t0ken'],
      ]);
    });

    test('an entry with a scheme that is no URL is refused', () => {
      expect(() => new HttpClient({ allowedHosts: ['http://'] })).toThrow(
        'An entry of allowedHosts with a scheme must be an absolute URL such as "https://api.example.com/v1", got "http://"',
      );
    });
  });

  test('a redirect within the API is followed with the credentials', async () => {
    const { url, seen } = await useServer((request, response) => {
      if (request.url === '/new') response.end('{}');
      else response.writeHead(307, { location: '/new' }).end();
    });
    await new HttpClient({ urlBase: url, authenticator }).request({ url: 'old' }, testRun().context);
    expect(seen.map((one) => [one.url, one.headers.authorization])).toEqual([
      ['/old', 'Bearer t0ken'],
      ['/new', 'Bearer t0ken'],
    ]);
  });

  test('the urlBase of a request is an origin that the author named', async () => {
    const { api, other } = await twoServers();
    const client = new HttpClient({ urlBase: api, authenticator });
    const response = await client.request({ url: 'x', urlBase: `${other.url}/v2` }, testRun().context);
    expect(response.url).toBe(`${other.url}/v2/x`);
    expect(other.seen[0]?.headers.authorization).toBe('Bearer t0ken');
  });

  test('Azure/acr#895: a next link of the API that leads elsewhere is refused', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'foreignNext', origin: 'http://evil.example' } }] });
    const run = testRun();
    const client = clientOf(api);
    const first = await client.request({ url: 'exports', params: { limit: 2 } }, run.context);
    const { next } = first.json<{ next: string }>();
    const error = await rejectionOf(client.request({ url: next }, run.context));
    expect(error.message).toBe(
      `The request goes to http://evil.example, but the credentials are for ${api.url} only. ` +
        'If that host belongs to the API, add "evil.example" to allowedHosts of the HttpClient',
    );
  });
});

test('P15: integers beyond 2^53 are sent digit for digit', async () => {
  const { url, seen } = await useServer((_request, response) => void response.end('{"next":12345678901234567890}'));
  const client = new HttpClient({ urlBase: url });
  const send = (body?: RequestBody, params?: QueryParams) =>
    client.request({ method: 'POST', url: '', body, params }, testRun().context);
  const { next } = (await send()).json<{ next: bigint }>();
  await send({ json: { query: '{ a }', variables: { after: [next] } } });
  await send({ form: { after: next } }, { after: next });
  expect(seen.slice(1).map((one) => [one.url, one.body])).toEqual([
    ['/', '{"query":"{ a }","variables":{"after":[12345678901234567890]}}'],
    ['/?after=12345678901234567890', 'after=12345678901234567890'],
  ]);
});

describe('F: URLs that are none', () => {
  test.each([
    [undefined, '/orders', 'Not a URL: "/orders" with urlBase ""'],
    ['https://api.example.com', 'http://', 'Not a URL: "http://" with urlBase "https://api.example.com"'],
    [
      'api.example.com',
      '/orders',
      'urlBase must be an absolute URL such as "https://api.example.com/v1", got "api.example.com"',
    ],
  ])('urlBase %j with url %j', async (urlBase, url, message) => {
    const run = testRun();
    const client = new HttpClient(urlBase === undefined ? {} : { urlBase });
    const error = await rejectionOf(client.request({ url }, run.context));
    expect(error).toBeInstanceOf(ConnectorError);
    expect([error.message, run.clock.waits]).toEqual([message, []]);
  });
});

describe('P4: a run that is stopped', () => {
  const reason = new Error('SIGTERM');

  test('sends nothing when it was stopped before', async () => {
    const api = await useApi();
    const run = testRun();
    run.abort(reason);
    expect(await failed(api, {}, run)).toBe(reason);
    expect(api.requests).toEqual([]);
  });

  test('ends a request that hangs, at once and without a retry', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'hang' } }] });
    const run = testRun();
    const pending = failed(api, {}, run);
    await vi.waitFor(() => expect(api.requests).toHaveLength(1));
    run.abort(reason);
    expect(await pending).toBe(reason);
    expect([api.requests.length, run.clock.waits, run.logs]).toEqual([1, [], []]);
  });

  test('ends a wait, at once', async () => {
    const api = await useApi({
      faults: [{ fault: { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 500 } }],
    });
    const run = testRun({ clock: systemClock });
    const pending = failed(api, {}, run);
    await vi.waitFor(() => expect(run.rateLimits).toHaveLength(1));
    run.abort(reason);
    expect(await pending).toBe(reason);
    expect(api.requests).toHaveLength(1);
  });

  test('a test clock that is stopped does not sleep', async () => {
    const clock = new TestClock();
    await expect(clock.sleep(5, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(clock.waits).toEqual([]);
  });
});
