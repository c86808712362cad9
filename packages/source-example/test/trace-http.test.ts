import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuredCatalog, runConnector, type RunConnectorOptions } from '@headwater/cdk/testing';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectHar } from '../../cdk/test/har-schema.ts';

const entry = join(import.meta.dirname, '../source-example.js');

let api: ExampleApi;
let folder: string;
let trace: string;

beforeEach(async () => {
  api = await startExampleApi({ size: 250 });
  folder = await mkdtemp(join(tmpdir(), 'trace-'));
  trace = join(folder, 'trace.har');
});

afterEach(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

function run(command: string, options: RunConnectorOptions = {}): ReturnType<typeof runConnector> {
  const config = { api_url: `${api.url}/v1`, api_token: api.token };
  return runConnector(entry, command, { config, args: ['--trace-http', trace], ...options });
}

interface Traced {
  readonly url: string;
  readonly status: number;
  readonly comment: string;
}

async function traced(): Promise<Traced[]> {
  const text = await readFile(trace, 'utf8');
  const har = JSON.parse(text) as { log: { entries: any[] } };
  expectHar(har);
  expect(text).not.toContain(api.token);
  return har.log.entries.map(({ request, response, comment }) => ({
    url: request.url.slice(api.url.length),
    status: response.status,
    comment,
  }));
}

test('check writes its requests', async () => {
  const result = await run('check');
  expect(result.exitCode).toBe(0);
  expect(await traced()).toEqual([
    { url: '/v1/customers?page=1&per_page=100', status: 200, comment: 'stream "customers"' },
  ]);
});

test('read writes those of every stream, retries among them', async () => {
  await api.close();
  api = await startExampleApi({
    size: 250,
    faults: [{ path: '/v1/orders', fault: { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 1 } }],
  });
  const result = await run('read', {
    catalog: configuredCatalog({ orders: 'full_refresh', products: 'full_refresh' }),
  });
  expect(result.exitCode).toBe(0);
  const entries = await traced();
  expect(entries).toHaveLength(api.requests.length);
  expect(entries.map(({ status, comment }) => `${status} ${comment}`)).toEqual(
    expect.arrayContaining(['429 stream "orders"', '200 stream "orders", try 2', '200 stream "products"']),
  );
});

test('discover writes an archive without entries when it asks nothing', async () => {
  const result = await run('discover');
  expect(result.exitCode).toBe(0);
  expect(await traced()).toEqual([]);
});

test('the archive is whole when the process is killed', async () => {
  const result = await run('read', {
    catalog: configuredCatalog({ orders: 'full_refresh' }),
    config: { api_url: `${api.url}/v1`, api_token: api.token, page_size: 10 },
    onLine(line, connector) {
      if (line.includes('"RECORD"')) connector.kill('SIGKILL');
    },
  });
  expect(result.signal).toBe('SIGKILL');
  expect((await traced()).length).toBeGreaterThan(0);
});

test('P3: a file that cannot be written is wrong usage: exit 2, said on stderr, and nothing is done', async () => {
  const path = join(folder, 'no/trace.har');
  const result = await run('check', { args: ['--trace-http', path] });
  expect(result.stderr).toMatch(
    /^Cannot write the trace to .*no\/trace\.har: ENOENT.*\nRun "source-example --help" for the commands and their options\.\n$/,
  );
  expect([result.exitCode, result.lines, api.requests]).toEqual([2, [], []]);
});

test('P3: spec asks nothing, and has no such option', async () => {
  const result = await runConnector(entry, 'spec', { args: ['--trace-http', trace] });
  expect([result.exitCode, result.lines]).toEqual([2, []]);
});
