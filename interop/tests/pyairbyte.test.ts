import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleConnector } from './example-connector.ts';
import { runPython } from './run-python.ts';

const SIZE = 250;

interface Driven {
  readonly available: readonly string[];
  readonly processed: number;
  readonly rows: Readonly<Record<string, readonly { readonly id: number }[]>>;
  /** The class of what PyAirbyte threw. */
  readonly error?: string;
  readonly message?: string;
}

let api: ExampleApi;
let folder: string;

beforeEach(async () => {
  api = await startExampleApi({ size: SIZE });
  folder = await mkdtemp(join(tmpdir(), 'pyairbyte-'));
});

afterEach(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const drive = (streams: readonly string[], config: object = {}): Promise<Driven> =>
  runPython(
    'read_with_pyairbyte.py',
    JSON.stringify({
      executable: exampleConnector(),
      config: { api_url: `${api.url}/v1`, api_token: api.token, ...config },
      streams,
      folder,
    }),
  );

const byId = (rows: readonly { readonly id: number }[] = []): unknown[] => [...rows].sort((a, b) => a.id - b.id);

const records = (record: (index: number) => unknown): unknown[] =>
  Array.from({ length: SIZE }, (_, index) => record(index));

test('checks the connector and finds its streams', async () => {
  const { available, error, message } = await drive([]);
  expect([error, message]).toEqual([undefined, undefined]);
  expect([...available].sort()).toEqual(['customers', 'exports', 'order_events', 'orders', 'products']);
});

test('sees a check that fails, with the reason', async () => {
  const { error, message } = await drive([], { api_token: 'old' });
  expect(error).toBe('AirbyteConnectorCheckFailedError');
  expect(message).toContain('Check the credentials in the config');
});

test('reads into DuckDB what the API has, and the second time only what is new', async () => {
  const first = await drive(['customers', 'orders']);
  expect([first.error, first.message]).toEqual([undefined, undefined]);
  expect(first.processed).toBe(2 * SIZE);
  expect(byId(first.rows['customers'])).toEqual(records(api.shop.customers.record));
  expect(byId(first.rows['orders'])).toEqual(records(api.shop.orders.record));

  api.clearRequests();
  const second = await drive(['customers', 'orders']);
  const last = api.shop.orders.record(SIZE - 1).updated_at;
  const asked = api.requests.filter(({ path }) => path === '/v1/orders').map(({ query }) => query['updated_since']);
  expect(asked).toEqual([last]);
  // All customers, and the orders of the last second.
  const tied = records(api.shop.orders.record).filter((order) => (order as { updated_at: string }).updated_at === last);
  expect(second.processed).toBe(SIZE + tied.length);
  expect(byId(second.rows['orders'])).toEqual(records(api.shop.orders.record));
});

test('sees a stream that fails as failed', async () => {
  api.faults.add({
    path: /\/orders$/,
    from: 2,
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'status', status: 404 },
  });
  const { error, message } = await drive(['customers', 'orders']);
  expect(error).toBe('AirbyteConnectorFailedError');
  expect(message).toContain('Exit Code: 1');
  const logs = await readdir(folder, { recursive: true });
  const texts = await Promise.all(
    logs.filter((name) => name.endsWith('.log')).map((name) => readFile(join(folder, name), 'utf8')),
  );
  expect(texts.join('')).toContain('Request failed with status code 404 Not Found');
});
