import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
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

test('limit=all gives all entries after one in one document', async () => {
  const api = await useApi({ size: 2_000 });
  const document: { data: ExportEntry[]; next: null } = await api.json('/v1/exports?limit=all&after=3');
  expect(document.data).toHaveLength(1_997);
  expect(document.data[0]).toEqual(api.shop.exports.record(3));
  expect(document.next).toBeNull();
  expect(await api.json('/v1/exports?limit=all&after=9999')).toEqual({ data: [], next: null });
});

test('Accept: text/csv gives the entries as a table', async () => {
  const api = await useApi({ size: 40 });
  const response = await api.get('/v1/exports', { accept: 'text/csv' });
  expect(response.headers.get('content-type')).toBe('text/csv');
  const text = await response.text();
  const { id, kind, exported_at: time } = api.shop.exports.record(0);
  expect(text.startsWith(`id,kind,app,version,changes,exported_at\r\n${id},${kind},`)).toBe(true);
  expect(text).toContain(time);
  // Texts that hold a line end are quoted.
  expect(text).toContain(',"name: Zoe → Zoë\ncity: Lodz → Łódź 🏭",');
  expect(text.split('\r\n')).toHaveLength(42);
});

test('Accept: application/xml gives the entries as elements', async () => {
  const api = await useApi({ size: 40 });
  const response = await api.get('/v1/exports', { accept: 'application/xml' });
  expect(response.headers.get('content-type')).toBe('application/xml');
  const text = await response.text();
  expect(text.match(/<entry id="\d+">/g)).toHaveLength(40);
  expect(text).toContain('<change field="note">&quot;倉庫&quot;</change>');
  expect(text.endsWith('</entries><next/></export>\n')).toBe(true);
});

test('Accept: application/zip gives the lines in three files, after one that says what they are', async () => {
  const api = await useApi({ size: 2_000 });
  const response = await api.get('/v1/exports?after=3', { accept: 'application/zip' });
  expect(response.headers.get('content-type')).toBe('application/zip');
  const archive = Buffer.from(await response.arrayBuffer());
  const files = unzip(archive);
  expect(files.map(({ name }) => name)).toEqual([
    'README.txt',
    'entries-1.jsonl',
    'entries-2.jsonl',
    'entries-3.jsonl',
  ]);
  expect(
    files
      .slice(1)
      .map(({ text }) => text)
      .join(''),
  ).toBe(lines(api, 3));
});

/** The files of an archive by the directory at its end, as an unzip program reads them. */
function unzip(archive: Buffer): { name: string; text: string }[] {
  const end = archive.lastIndexOf('PK\x05\x06');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    expect(archive.toString('latin1', at, at + 4)).toBe('PK\x01\x02');
    const [crc, packedSize, size] = [16, 20, 24].map((offset) => archive.readUInt32LE(at + offset));
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const head = archive.readUInt32LE(at + 42);
    const start = head + 30 + archive.readUInt16LE(head + 26) + archive.readUInt16LE(head + 28);
    const data = inflateRawSync(archive.subarray(start, start + (packedSize ?? 0)));
    expect([crc32(data), data.length]).toEqual([crc, size]);
    at += 46 + nameLength;
    return { name, text: data.toString() };
  });
}

test('lines after the last entry are an empty body', async () => {
  const api = await useApi({ size: 10 });
  expect(await (await api.get('/v1/exports?after=10', { accept: 'application/x-ndjson' })).text()).toBe('');
});

test.each(['application/x-ndjson', 'application/gzip', 'application/zip', 'text/csv', 'application/xml'])(
  '%s is made no faster than it is read',
  async (accept) => {
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
  },
);

test('a client that goes away in the middle leaves the API working', async () => {
  const api = await useApi({ size: 1_000_000 });
  const response = await api.get('/v1/exports', { accept: 'application/x-ndjson' });
  const reader = response.body!.getReader();
  expect((await reader.read()).value?.length).toBeGreaterThan(0);
  await reader.cancel();
  expect((await api.get('/v1/status')).status).toBe(200);
});
