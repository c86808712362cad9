import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { HttpClient, HttpStream, PageNumberPaginator, Source } from '../src/index.ts';
import type { HarEntry } from '../src/protocol/har.ts';
import { configuredCatalog, readAll, runConnector, type RunConnectorOptions, TestClock } from '../src/testing/index.ts';
import { makeAuthority, makeCertificate } from './certificates.ts';
import { expectHar } from './har-schema.ts';
import { testRun } from './run-context.ts';
import { useProxy, useServer } from './servers.ts';
import { useFolder } from './use-folder.ts';

const PAGES = 60;

/** A list of two records a page. */
function pageOf({ url = '' }: IncomingMessage): { page: number; body: string } {
  const page = Number(new URL(url, 'http://x').searchParams.get('page') ?? 1);
  const data = page > PAGES ? [] : [{ id: 2 * page }, { id: 2 * page + 1 }];
  return { page, body: JSON.stringify({ data, text: 'x'.repeat(200) }) };
}

function sendPage(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  response.end(pageOf(request).body);
}

const encodings: readonly [string, (body: string) => Buffer][] = [
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['deflate', deflateSync],
  ['gzip, zstd', (body) => zstdCompressSync(gzipSync(body))],
];

/** Each page in another encoding, of those that the request accepts. */
function sendPacked(request: IncomingMessage, response: ServerResponse): void {
  const { page, body } = pageOf(request);
  const accepted = String(request.headers['accept-encoding']).split(', ');
  const known = encodings.filter(([names]) => names.split(', ').every((name) => accepted.includes(name)));
  const [encoding = '', pack = gzipSync] = known[page % known.length] ?? [];
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(pack(body));
}

class List extends HttpStream<{ id: number }> {
  readonly name: string;
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new PageNumberPaginator();

  constructor(client: HttpClient, name: string) {
    super(client);
    this.name = name;
  }

  path() {
    return `/${this.name}`;
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: 'integer' } } };
  }
}

class Lists extends Source {
  readonly #url: string;

  constructor(url: string) {
    super();
    this.#url = url;
  }

  spec() {
    return { connectionSpecification: { type: 'object' } };
  }

  streams() {
    const client = new HttpClient({
      urlBase: this.#url,
      responseRules: [{ status: 404, action: 'ignore' }],
    });
    return ['a', 'b', 'c', 'd'].map((name) => new List(client, name));
  }
}

async function readLists(url: string, names: readonly string[], concurrency: number): Promise<number[][]> {
  const catalog = configuredCatalog(Object.fromEntries(names.map((name) => [name, 'full_refresh'])));
  const result = await readAll(new Lists(url), { config: {}, catalog, concurrency, clock: new TestClock() });
  expect(result.errors).toEqual([]);
  return names.map((name) => result.records<{ id: number }>(name).map(({ id }) => id));
}

const all = Array.from({ length: 2 * PAGES }, (_, index) => index + 2);

describe('connections are kept for many small pages', () => {
  test('one is enough for all pages of streams that are read one after another', async () => {
    const { url, seen } = await useServer(sendPage);
    const ids = await readLists(url, ['a', 'b', 'c'], 1);
    expect(ids).toEqual([all, all, all]);
    expect([seen.length, new Set(seen.map(({ port }) => port)).size]).toEqual([3 * (PAGES + 1), 1]);
  });

  test('each slice that is read at the same time has its own, and no more', async () => {
    const { url, seen } = await useServer(sendPage);
    const ids = await readLists(url, ['a', 'b', 'c', 'd'], 4);
    expect(ids).toEqual([all, all, all, all]);
    expect(new Set(seen.map(({ port }) => port)).size).toBeLessThanOrEqual(4);
  });

  test('an answer that says no, or not now, takes none with it', async () => {
    const { url, seen } = await useServer((request, response) => {
      if (request.url?.startsWith('/b') === true) response.writeHead(404).end('x'.repeat(5000));
      else if (seen.length % 10 === 0) response.writeHead(503).end('not now');
      else sendPacked(request, response);
    });
    const ids = await readLists(url, ['a', 'b', 'c'], 1);
    expect(ids).toEqual([all, [], all]);
    expect(new Set(seen.map(({ port }) => port)).size).toBe(1);
  });
});

describe('what comes compressed is unpacked', () => {
  test.each(encodings)('%s', async (encoding, pack) => {
    const body = JSON.stringify({ data: [{ id: 1, text: 'ä'.repeat(100_000) }] });
    const { url, seen } = await useServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(pack(seen.length === 1 ? body : '{"data":[]}'));
    });
    const [ids] = await readOne(url);
    expect([ids, seen[0]?.headers['accept-encoding']]).toEqual([[1], 'gzip, deflate, br, zstd']);
  });

  test.each(encodings.slice(0, 4))('%s, broken: the request is sent again', async (encoding, pack) => {
    const packed = pack(pageOf({ url: '/a?page=1' } as IncomingMessage).body);
    const broken = Buffer.from(packed.map((byte, at) => (at > 0 && at < 12 ? ~byte : byte)));
    const { url, seen } = await useServer((request, response) => {
      if (seen.length > 1) return sendPage(request, response);
      response.writeHead(200, { 'content-encoding': encoding }).end(broken);
    });
    const [ids, warnings] = await readOne(url);
    expect([ids[0], warnings]).toEqual([
      2,
      [expect.stringMatching(/: its compressed body is broken: .*then try 2 of 6$/)],
    ]);
  });

  test('an API whose compression is broken can be asked without', async () => {
    const { url, seen } = await useServer(sendPage);
    const client = new HttpClient({ urlBase: url, headers: { 'Accept-Encoding': 'identity' } });
    await client.request({ url: '/a' }, testRun().context);
    expect(seen[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('a list whose every page is packed in another way is read whole', async () => {
    const { url } = await useServer(sendPacked);
    expect(await readLists(url, ['a'], 1)).toEqual([all]);
  });
});

/** The ids of the first page or pages of a list, and what was warned of. */
async function readOne(url: string): Promise<[ids: number[], warnings: string[]]> {
  const catalog = configuredCatalog({ a: 'full_refresh' });
  const result = await readAll(new Lists(url), { config: {}, catalog, clock: new TestClock() });
  return [result.records<{ id: number }>('a').map(({ id }) => id), result.logs('WARN')];
}

const entry = join(import.meta.dirname, 'fixtures/shop-source.ts');

function readShop(url: string, streams: readonly string[], options: RunConnectorOptions = {}) {
  return runConnector(entry, 'read', {
    config: { api_url: url, options: { retry: { maxRetries: 1, baseDelayMs: 1 } } },
    catalog: configuredCatalog(Object.fromEntries(streams.map((name) => [name, 'full_refresh']))),
    ...options,
  });
}

describe('the environment of a process', () => {
  const empty = (_request: IncomingMessage, response: ServerResponse): void => void response.end('{"data":[]}');

  test('HTTP_PROXY is the way to http: URLs', async () => {
    const api = await useServer(empty);
    const proxy = await useProxy();
    const env = { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NO_PROXY: '', no_proxy: '' };
    const run = await readShop(api.url, ['customers'], { env });
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(proxy.seen.map(({ url }) => new URL(url).pathname)).toEqual(['/v1/customers']);
    expect(api.seen).toHaveLength(1);
  });

  test('NO_PROXY names what has none', async () => {
    const api = await useServer(empty);
    const proxy = await useProxy();
    const env = { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NO_PROXY: 'localhost', no_proxy: 'localhost' };
    const run = await readShop(api.url, ['customers'], { env });
    expect([run.exitCode, proxy.seen, api.seen.length]).toEqual([0, [], 1]);
  });

  test('NODE_EXTRA_CA_CERTS names authorities to trust', async () => {
    const authority = await makeAuthority();
    const api = await useServer(empty, await makeCertificate(authority));
    const file = join(useFolder(), 'company.pem');
    writeFileSync(file, authority.cert);
    const runs = [{}, { NODE_EXTRA_CA_CERTS: file }].map((env) => readShop(api.url, ['customers'], { env }));
    expect((await Promise.all(runs)).map(({ exitCode }) => exitCode)).toEqual([1, 0]);
    expect(api.seen).toHaveLength(1);
  });

  test('H7: with DEPLOYMENT_MODE=cloud nothing of this machine is asked', async () => {
    const api = await useServer(empty);
    const run = await readShop(api.url, ['customers'], { env: { DEPLOYMENT_MODE: 'cloud' } });
    expect([run.exitCode, run.errors[0]?.failure_type, api.seen]).toEqual([1, 'config_error', []]);
    expect(run.errors[0]?.message).toContain(
      'http://localhost is not encrypted. With DEPLOYMENT_MODE=cloud only https:',
    );
  });
});

describe('the trace of a read in which much goes wrong', () => {
  /** Of each kind of answer one. */
  async function traceOf(): Promise<{ log: { entries: HarEntry[] } }> {
    let lists = 0;
    const { url } = await useServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://x');
      if (pathname === '/v1/products') return void response.writeHead(404, { 'set-cookie': 'sid=1; Path=/' }).end();
      if (pathname === '/v1/orders') return void request.socket.destroy();
      if (pathname === '/v1/exports')
        return void response.writeHead(302, { location: '/v1/moved?key=abc' }).end('gone');
      if (pathname === '/v1/moved') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{"data":[');
        return void setImmediate(() => response.destroy());
      }
      lists++;
      if (lists === 2) return void response.writeHead(503, { 'retry-after': '0' }).end('<h1>busy</h1>');
      return sendPacked(request, response);
    });
    const file = join(useFolder(), 'trace.har');
    const args = ['--concurrency', '1', '--trace-http', file];
    const run = await readShop(url, ['customers', 'products', 'orders', 'exports'], { args });
    expect([run.exitCode, run.records('customers').length]).toEqual([1, 2 * PAGES]);
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  test('is an HTTP archive of all requests, as the panels of browsers open it', async () => {
    const har = await traceOf();
    expectHar(har);
    const count = (filter: (traced: HarEntry) => boolean): number => har.log.entries.filter(filter).length;
    const at = (path: string) => (traced: HarEntry) => new URL(traced.request.url).pathname === path;
    expect({
      customers: count(at('/v1/customers')),
      busy: count(({ response }) => response.status === 503),
      products: count(at('/v1/products')),
      // The first on a connection that was kept, which is no try of its own.
      orders: count((traced) => at('/v1/orders')(traced) && traced.response.status === 0),
      redirects: count(({ response }) => response.redirectURL === '/v1/moved?key=****'),
      moved: count(at('/v1/moved')),
    }).toEqual({ customers: PAGES + 2, busy: 1, products: 1, orders: 3, redirects: 2, moved: 2 });
    expect(har.log.entries).toHaveLength(PAGES + 2 + 1 + 3 + 2 + 2);
  });

  test('has times that add up, and says why a response is missing or broken', async () => {
    const { log } = await traceOf();
    for (const { startedDateTime, time, timings, request, response } of log.entries) {
      const { ssl: _, ...parts } = timings;
      expect(time).toBe(Object.values(parts).reduce((sum, ms) => sum + Math.max(0, ms), 0));
      expect(new Date(startedDateTime).toISOString()).toBe(startedDateTime);
      expect(['GET HTTP/1.1', response.status === 0 ? '' : 'HTTP/1.1']).toEqual([
        `${request.method} ${request.httpVersion}`,
        response.httpVersion,
      ]);
      const isBroken = response.status === 0 || new URL(request.url).pathname === '/v1/moved';
      expect(typeof response._error).toBe(isBroken ? 'string' : 'undefined');
    }
    const packed = log.entries.filter(({ response }) =>
      response.headers.some(({ name }) => name === 'content-encoding'),
    );
    for (const { response } of packed) expect(response.content).toMatchObject({ mimeType: 'application/json' });
    expect(packed.length).toBeGreaterThan(PAGES);
  });
});
