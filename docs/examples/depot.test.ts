import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { configuredCatalog, readAll, type ReadResult } from '@headwater/cdk/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { zipFile } from '../../packages/example-api/src/http/zip-file.ts';
import { Depot } from './depot.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

async function startApi(answer: Answer): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function read(stream: string, answer: Answer): Promise<ReadResult> {
  const url = await startApi(answer);
  return readAll(new Depot(), { config: { url }, catalog: configuredCatalog({ [stream]: 'full_refresh' }) });
}

/** Reads a stream whose API answers with these bytes. */
async function records(stream: string, body: string | Uint8Array): Promise<object[]> {
  const result = await read(stream, (_request, response) => response.end(body));
  expect(result.errors).toEqual([]);
  return result.records(stream);
}

test('JSON documents, whose token stands after the records', async () => {
  const result = await read('shipments', ({ url = '' }, response) => {
    const isLast = url.includes('cursor=b');
    response.end(`{"result":{"shipments":[{"id":${isLast ? 3 : 1}},{"id":2}],"next":${isLast ? null : '"b"'}}}`);
  });
  expect(result.records('shipments')).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 2 }]);
});

test('JSON lines', async () => {
  const body = '{"at":"08:00"}\n{"at":"08:01"}\n';
  expect(await records('scans', body)).toEqual([{ at: '08:00' }, { at: '08:01' }]);
  expect(await records('old_scans', gzipSync(body))).toEqual([{ at: '08:00' }, { at: '08:01' }]);
});

test('CSV as an old system writes it', async () => {
  const body = Buffer.from('Lager Köln, 01.02.2026\nsku;quantity;shelf\nA-1;20;Gänge 3\nB-2;5;\nTOTAL;25;\n', 'latin1');
  expect(await records('stocks', body)).toEqual([
    { sku: 'A-1', quantity: 20, shelf: 'Gänge 3' },
    { sku: 'B-2', quantity: 5, shelf: null },
  ]);
});

test('XML', async () => {
  const supplier = '<supplier id="7"><name>Möbel &amp; Co</name><phone>1</phone><vat/></supplier>';
  expect(await records('suppliers', `<?xml version="1.0"?><suppliers>${supplier}</suppliers>`)).toEqual([
    { '@id': '7', name: 'Möbel & Co', phone: ['1'], vat: null },
  ]);
});

test('every CSV in a zip archive', async () => {
  const parts: Buffer[] = [];
  const entry = (name: string, text: string) => ({ name, bytes: [Buffer.from(text)] });
  const entries = [entry('README.txt', 'Hello'), entry('1.csv', 'sku,by\nA-1,3\n'), entry('2.csv', 'sku,by\nB-2,-4\n')];
  for await (const part of zipFile(entries)) parts.push(part);
  expect(await records('movements', Buffer.concat(parts))).toEqual([
    { sku: 'A-1', by: '3' },
    { sku: 'B-2', by: '-4' },
  ]);
});

test('a format of its own', async () => {
  expect(await records('inventories', 'bolt 20\nnut 30\n')).toEqual([
    { name: 'bolt', count: 20 },
    { name: 'nut', count: 30 },
  ]);
});

describe('bytes that break', () => {
  // #region test-broken
  test('keeps what came before a line that is broken', async () => {
    const url = await startApi((_request, response) => response.end('{"at":"08:00"}\n{"at":"08:01"}\n{"at":08:02}\n'));

    const catalog = configuredCatalog({ scans: 'full_refresh' });
    const result = await readAll(new Depot(), { config: { url }, catalog });

    expect(result.records('scans')).toEqual([{ at: '08:00' }, { at: '08:01' }]);
    const [error] = result.errors;
    expect(error?.message).toBe(`The response of GET ${url}/scans breaks at byte 30: expected a line of JSON`);
  });
  // #endregion

  test('in a format of its own', async () => {
    const broken = await read('inventories', (_request, response) => response.end('bolt 20\nnut many\n'));
    expect(broken.records('inventories')).toEqual([{ name: 'bolt', count: 20 }]);
    expect(broken.errors[0]?.message).toMatch(/\/inventories breaks at byte 8: expected a name and a number$/);
    const cut = await read('inventories', (_request, response) => response.end('bolt 20\nnu'));
    expect(cut.errors).toMatchObject([
      { failure_type: 'transient_error', message: expect.stringMatching(/ ends early at byte 8: expected the rest/) },
    ]);
  });

  test('in a file that is packed', async () => {
    const packed = gzipSync('{"at":"08:00"}\n{"at":08:01}\n');
    const { errors } = await read('old_scans', (_request, response) => response.end(packed));
    expect(errors[0]?.message).toMatch(
      /^The gzip file in the response of GET \S+\/old-scans breaks at byte 15: expected a line of JSON$/,
    );
  });
});
