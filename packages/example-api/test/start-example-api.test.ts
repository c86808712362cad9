import { gunzipSync } from 'node:zlib';
import { get as httpGet } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';

import { startExampleApi } from '../src/index.ts';
import { useApi } from './use-api.ts';

test('status needs no token', async () => {
  const api = await useApi();
  const response = await fetch(`${api.url}/v1/status`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'ok' });
});

test.each(['/v1/customers', '/v1/products', '/v1/orders', '/v1/orders/1/events', '/v1/exports', '/v1/nothing'])(
  '%s needs the token',
  async (path) => {
    const api = await useApi({ token: 'right' });
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'right' }]) {
      const response = await fetch(api.url + path, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toEqual({
        error: { code: 'unauthorized', message: 'The access token is not valid' },
      });
    }
    expect((await api.get(path)).status).toBe(path === '/v1/nothing' ? 404 : 200);
  },
);

test('an unknown path is 404 and another method 405, as JSON errors', async () => {
  const api = await useApi();
  const unknown = await api.get('/v2/orders?x=1');
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toEqual({ error: { code: 'not_found', message: 'There is nothing at "/v2/orders"' } });
  const headers = { authorization: `Bearer ${api.token}` };
  const post = await fetch(`${api.url}/v1/orders`, { method: 'POST', headers, body: '{}' });
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET']);
  expect(await post.json()).toEqual({
    error: { code: 'method_not_allowed', message: '"/v1/orders" answers GET only' },
  });
});

test('a page has a content-length and comes uncompressed, whatever the client accepts', async () => {
  const api = await useApi();
  const response = await api.get('/v1/orders', { 'accept-encoding': 'gzip' });
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(Number(response.headers.get('content-length'))).toBe((await response.arrayBuffer()).byteLength);
});

test('with compress, a page is gzip for clients that accept it', async () => {
  const api = await useApi({ compress: true });
  const plain = await (await api.get('/v1/orders', { 'accept-encoding': 'identity' })).text();
  const [encoding, bytes] = await new Promise<[string | undefined, Buffer]>((resolve, reject) => {
    const headers = { authorization: `Bearer ${api.token}`, 'accept-encoding': 'gzip' };
    httpGet(`${api.url}/v1/orders`, { headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve([response.headers['content-encoding'], Buffer.concat(chunks)]));
    }).on('error', reject);
  });
  expect(encoding).toBe('gzip');
  expect(bytes.length).toBeLessThan(plain.length / 2);
  expect(gunzipSync(bytes).toString()).toBe(plain);
});

test('with a page cache, every kind of answer stays what it was', async () => {
  const [plain, cached] = [await useApi(), await useApi({ pageCacheBytes: 1_000_000 })];
  const asks: [string, Record<string, string>][] = [
    ['/v1/orders?limit=3', {}],
    ['/v1/orders/4/events', {}],
    ['/v1/exports?after=498', {}],
    ['/v1/exports?after=498', { accept: 'application/x-ndjson' }],
    ['/v1/orders?limit=0', {}],
  ];
  for (const [path, headers] of [...asks, ...asks]) {
    const [expected, actual] = [await plain.get(path, headers), await cached.get(path, headers)];
    expect(actual.status).toBe(expected.status);
    const link = expected.headers.get('link')?.replaceAll(plain.url, cached.url);
    expect(actual.headers.get('link') ?? undefined).toBe(link);
    expect(await actual.text()).toBe((await expected.text()).replaceAll(plain.url, cached.url));
  }
  expect((await fetch(`${cached.url}/v1/orders?limit=3`)).status).toBe(401);
});

test('logs each request with its answer', async () => {
  const api = await useApi({ now: () => 1_700_000_000_000 });
  await api.get('/v1/orders?limit=5&sort=asc', { 'x-test': 'yes' });
  await api.get('/v1/nothing');
  expect(api.requests).toMatchObject([
    {
      method: 'GET',
      path: '/v1/orders',
      query: { limit: '5', sort: 'asc' },
      headers: { 'x-test': 'yes', authorization: 'Bearer example-token' },
      status: 200,
      at: 1_700_000_000_000,
    },
    { path: '/v1/nothing', query: {}, status: 404 },
  ]);
  api.clearRequests();
  expect(api.requests).toEqual([]);
});

test('latencyMs passes before every answer', async () => {
  const api = await useApi({ latencyMs: 30 });
  const start = performance.now();
  expect((await api.get('/v1/status')).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThanOrEqual(29);
});

test('close ends kept-alive and waiting connections and frees the port', async () => {
  const api = await startExampleApi({ faults: [{ path: '/v1/orders', fault: { kind: 'hang' } }] });
  await (await fetch(`${api.url}/v1/status`)).text();
  const waiting = fetch(`${api.url}/v1/orders`).then(
    () => 'answered',
    () => 'cut',
  );
  while (api.requests.length < 2) await new Promise(setImmediate);
  await api.close();
  expect(await waiting).toBe('cut');
  await expect(fetch(`${api.url}/v1/status`)).rejects.toThrow('fetch failed');
  const again = await startExampleApi({ port: Number(new URL(api.url).port) });
  expect(again.url).toBe(api.url);
  await again[Symbol.asyncDispose]();
  await again.close();
});

test('close ends a latency and leaves no timer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const api = await startExampleApi({ latencyMs: 60_000 });
  const waiting = fetch(`${api.url}/v1/status`).catch(() => 'cut');
  while (api.requests.length < 1) await new Promise(setImmediate);
  expect(vi.getTimerCount()).toBe(1);
  await api.close();
  expect(vi.getTimerCount()).toBe(0);
  expect(await waiting).toBe('cut');
});

test('refuses a taken port, a size out of bounds and a wrong rule', async () => {
  const api = await useApi();
  await expect(startExampleApi({ port: Number(new URL(api.url).port) })).rejects.toThrow('EADDRINUSE');
  await expect(startExampleApi({ size: -1 })).rejects.toThrow('"size" must be an integer from 0 to 1000000000, got -1');
  await expect(startExampleApi({ faults: [{ from: 0, fault: { kind: 'reset' } }] })).rejects.toThrow(RangeError);
});
