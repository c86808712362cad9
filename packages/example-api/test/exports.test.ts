import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import type { ExportEntry } from '../src/index.ts';
import { exportsRoute } from '../src/routes/exports.ts';
import { createShop } from '../src/shop/shop.ts';
import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

const lines = (api: TestApi, from: number): string =>
  Array.from({ length: api.shop.size - from }, (_, step) => `${api.shop.exports.text(from + step)}\n`).join('');

test('entries are read by the URL of the next page', async () => {
  const api = await useApi({ size: 250 });
  const entries: ExportEntry[] = [];
  const urls: string[] = [];
  let next: string | null = '/v1/exports';
  while (next !== null) {
    const page: { data: ExportEntry[]; next: string | null } = await api.json(next);
    entries.push(...page.data);
    next = page.next;
    if (next !== null) urls.push(next);
  }
  expect(urls).toEqual([`${api.url}/v1/exports?after=100&limit=100`, `${api.url}/v1/exports?after=200&limit=100`]);
  expect(entries).toEqual(Array.from({ length: 250 }, (_, index) => api.shop.exports.record(index)));
});

test('Accept: application/x-ndjson gives all entries after one as lines', async () => {
  const api = await useApi({ size: 2_000 });
  const response = await api.get('/v1/exports?after=3', { accept: 'application/x-ndjson' });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  expect(await response.text()).toBe(lines(api, 3));
});

test('Accept: application/gzip gives the same lines as a gzip file', async () => {
  const api = await useApi({ size: 2_000 });
  const response = await api.get('/v1/exports?after=3', { accept: 'application/gzip' });
  expect(response.headers.get('content-type')).toBe('application/gzip');
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(gunzipSync(await response.arrayBuffer()).toString()).toBe(lines(api, 3));
});

test('lines after the last entry are an empty body', async () => {
  const api = await useApi({ size: 10 });
  expect(await (await api.get('/v1/exports?after=10', { accept: 'application/x-ndjson' })).text()).toBe('');
});

test.each(['application/x-ndjson', 'application/gzip'])('%s is made no faster than it is read', async (accept) => {
  const shop = createShop(1, 1_000_000_000);
  const request = { method: 'GET', path: '/v1/exports', query: new URLSearchParams(), headers: { accept }, body: '' };
  const { body } = exportsRoute({ ...request, origin: '', pageFaults: [], jobFaults: [] }, shop);
  const stream = (body as () => Readable)();
  await once(stream, 'readable');
  stream.read(1);
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  expect(stream.readableLength).toBeGreaterThan(0);
  expect(stream.readableLength).toBeLessThan(300_000);
  stream.destroy();
});

test('a client that goes away in the middle leaves the API working', async () => {
  const api = await useApi({ size: 1_000_000 });
  const response = await api.get('/v1/exports', { accept: 'application/x-ndjson' });
  const reader = response.body!.getReader();
  expect((await reader.read()).value?.length).toBeGreaterThan(0);
  await reader.cancel();
  expect((await api.get('/v1/status')).status).toBe(200);
});
