import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { useApi, useFaultyApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

const textOf = async (api: TestApi, path: string): Promise<string> => (await api.get(path)).text();

/** What comes over a plain socket in answer to a request, and how the connection ends. */
function rawAnswer(api: TestApi, path: string): Promise<{ text: string; end: string }> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('end', () => resolve({ text, end: 'FIN' }));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve({ text, end: error.code ?? 'unknown' }));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer ${api.token}\r\n\r\n`);
  });
}

test('reset: the connection ends with RST before any answer', async () => {
  const api = await useFaultyApi({ times: 2, fault: { kind: 'reset' } });
  expect(await rawAnswer(api, '/v1/orders')).toEqual({ text: '', end: 'ECONNRESET' });
  await expect(api.get('/v1/orders')).rejects.toThrow('fetch failed');
  expect(api.requests.map(({ status }) => status)).toEqual([0, 0]);
  expect((await api.get('/v1/orders')).status).toBe(200);
});

test.each([
  ['half of the body', undefined],
  ['as many bytes as asked', 10],
  ['the head alone', 0],
])('truncate: %s arrives under the full content-length', async (_, bytes) => {
  const api = await useFaultyApi({ fault: { kind: 'truncate', ...(bytes === undefined ? {} : { bytes }) } });
  const { text, end } = await rawAnswer(api, '/v1/status');
  const whole = '{"status":"ok"}';
  const [head = '', body] = text.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(head.toLowerCase()).toContain(`content-length: ${whole.length}`);
  expect([body, end]).toEqual([whole.slice(0, bytes ?? 7), 'FIN']);
});

test('truncate: a client cannot read the body to its end', async () => {
  const api = await useFaultyApi({ fault: { kind: 'truncate' } });
  const response = await api.get('/v1/orders');
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
});

test.each(['application/x-ndjson', 'application/gzip'])('truncate: %s is cut as well', async (accept) => {
  const api = await useFaultyApi({ fault: { kind: 'truncate', bytes: 100 } });
  const response = await api.get('/v1/exports', { accept });
  await expect(response.arrayBuffer()).rejects.toThrow('terminated');
});

test('cutJson: the response is complete and its text is not', async () => {
  const api = await useFaultyApi({ fault: { kind: 'cutJson' } });
  const response = await api.get('/v1/orders');
  const cut = await response.text();
  const whole = await textOf(api, '/v1/orders');
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(Number(response.headers.get('content-length'))).toBe(Math.floor(Buffer.byteLength(whole) / 2));
  expect(whole.slice(0, 1000)).toBe(cut.slice(0, 1000));
  expect(() => JSON.parse(cut) as unknown).toThrow(SyntaxError);
});

test('cutJson: lines stop within one, and a gzip file in its middle', async () => {
  const api = await useFaultyApi({ times: 2, fault: { kind: 'cutJson' } });
  const lines = await (await api.get('/v1/exports', { accept: 'application/x-ndjson' })).text();
  expect(lines.length).toBeGreaterThan(100);
  expect(() => JSON.parse(lines.split('\n').at(-1)!) as unknown).toThrow(SyntaxError);
  const file = await (await api.get('/v1/exports', { accept: 'application/gzip' })).arrayBuffer();
  expect(file.byteLength).toBeGreaterThan(0);
  expect(() => gunzipSync(file)).toThrow('unexpected end of file');
});

test('cutJson: after as many bytes as asked', async () => {
  const api = await useFaultyApi({ times: 2, fault: { kind: 'cutJson', bytes: 5_000 } });
  for (const accept of ['application/json', 'application/x-ndjson']) {
    expect((await (await api.get('/v1/exports', { accept })).arrayBuffer()).byteLength).toBe(5_000);
  }
});

test('corruptByte: one byte is another, wherever it is', async () => {
  const api = await useApi({ size: 1000 });
  for (const accept of ['application/json', 'application/x-ndjson']) {
    const whole = Buffer.from(await (await api.get('/v1/exports', { accept })).arrayBuffer());
    const at = whole.length - 2;
    api.faults.add({ fault: { kind: 'corruptByte', at } });
    const corrupt = Buffer.from(await (await api.get('/v1/exports', { accept })).arrayBuffer());
    const different = [...whole.keys()].filter((index) => whole[index] !== corrupt[index]);
    expect([different, corrupt[at], corrupt.length]).toEqual([[at], 0xff, whole.length]);
  }
});

test('wrongContentType: the right JSON as text/plain', async () => {
  const api = await useFaultyApi({ fault: { kind: 'wrongContentType' } });
  const response = await api.get('/v1/orders');
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await response.text()).toBe(await textOf(api, '/v1/orders'));
});

test('latency: the answer comes later', async () => {
  const api = await useFaultyApi({ fault: { kind: 'latency', ms: 40 } });
  const start = performance.now();
  expect((await api.get('/v1/orders')).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThanOrEqual(39);
});

test('latency: a client that left meanwhile leaves the API working', async () => {
  const api = await useFaultyApi({ fault: { kind: 'latency', ms: 30 } });
  await expect(fetch(`${api.url}/v1/status`, { signal: AbortSignal.timeout(5) })).rejects.toThrow('timeout');
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(await textOf(api, '/v1/status')).toBe('{"status":"ok"}');
});

test('hang: nothing is answered', async () => {
  const api = await useFaultyApi({ fault: { kind: 'hang' } });
  await expect(fetch(`${api.url}/v1/status`, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  expect(api.requests).toMatchObject([{ path: '/v1/status', status: 0 }]);
  expect(await textOf(api, '/v1/status')).toBe('{"status":"ok"}');
});

test('stall: half of the body arrives and then nothing', async () => {
  const api = await useFaultyApi({ fault: { kind: 'stall' } });
  const response = await fetch(`${api.url}/v1/status`, { signal: AbortSignal.timeout(60) });
  expect([response.status, response.headers.get('content-length')]).toEqual([200, '15']);
  const reader = response.body!.getReader();
  expect(Buffer.from((await reader.read()).value).toString()).toBe('{"statu');
  await expect(reader.read()).rejects.toThrow('timeout');
});

test('faults of several kinds act together', async () => {
  const api = await useApi({
    faults: [
      { fault: { kind: 'latency', ms: 20 } },
      { fault: { kind: 'status', status: 503 } },
      { fault: { kind: 'wrongContentType' } },
    ],
  });
  const start = performance.now();
  const response = await api.get('/v1/orders');
  expect(performance.now() - start).toBeGreaterThanOrEqual(19);
  expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
});
