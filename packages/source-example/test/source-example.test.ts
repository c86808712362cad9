import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  configuredCatalog,
  type ConnectorRun,
  inputState,
  runConnector,
  type RunConnectorOptions,
} from '@headwater/cdk/testing';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { expectProtocolLine } from '../../cdk/test/protocol-schema.ts';

const root = join(import.meta.dirname, '..');
const build = join(root, 'dist/source-example.js');
const everything = configuredCatalog({
  customers: 'full_refresh',
  products: 'full_refresh',
  orders: 'incremental',
  order_events: 'full_refresh',
  exports: 'full_refresh',
});

/** What NODE_V8_COVERAGE writes, as far as it is read here. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
    }[];
  }[];
}

let api: ExampleApi;
let config: { api_url: string; api_token: string; [setting: string]: unknown };

beforeAll(() => {
  const headwater = join(root, '../cli/headwater.js');
  const { status, stderr } = spawnSync(process.execPath, [headwater, 'bundle'], { cwd: root, encoding: 'utf8' });
  expect(stderr.replace(/^.*(?:ExperimentalWarning|--trace-warnings).*\n/gm, '')).toBe('');
  expect(status).toBe(0);
});

beforeEach(async () => {
  api = await startExampleApi({ size: 250 });
  config = { api_url: `${api.url}/v1`, api_token: api.token };
});

afterEach(() => api.close());

describe.each([
  ['from source', join(root, 'source-example.js')],
  ['from the build', build],
])('%s', (_, entry) => {
  const run = async (command: string, options: RunConnectorOptions = {}): Promise<ConnectorRun> => {
    const result = await runConnector(entry, command, options);
    for (const line of result.lines) expectProtocolLine(line);
    return result;
  };

  test('spec marks the secret', async () => {
    const result = await run('spec');
    expect(result.messages).toMatchObject([
      { type: 'SPEC', spec: { connectionSpecification: { properties: { api_token: { airbyte_secret: true } } } } },
    ]);
    expect(result.stderr).toBe('');
  });

  test('check reads one record and says SUCCEEDED', async () => {
    const result = await run('check', { config });
    expect(result.messages).toEqual([{ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } }]);
    expect(api.requests.map(({ path, query }) => `${path} ${query['page']}`)).toEqual(['/v1/customers 1']);
  });

  test('check says what to change when the token is wrong, without the token', async () => {
    const result = await run('check', { config: { ...config, api_token: 'expired-token' } });
    expect(result.messages).toEqual([
      {
        type: 'CONNECTION_STATUS',
        connectionStatus: {
          status: 'FAILED',
          message: `Request failed with status code 401 Unauthorized: GET ${api.url}/v1/customers. The API says: "The access token is not valid". Check the credentials in the config`,
        },
      },
    ]);
    expect(result.exitCode).toBe(0);
  });

  test('P11: check lists every problem of a config at once', async () => {
    const result = await run('check', { config: { api_url: 'shop', start_date: 'yesterday', page_size: 5000 } });
    expect(result.messages).toEqual([
      {
        type: 'CONNECTION_STATUS',
        connectionStatus: {
          status: 'FAILED',
          message: [
            'The config is not valid: "api_token" is required',
            '"api_url" must match the pattern ^https?://, got "shop"',
            '"api_url" must be a URL, got "shop"',
            '"start_date" must be an ISO 8601 date, got "yesterday"',
            '"page_size" must be at most 1000, got 5000',
          ].join('; '),
        },
      },
    ]);
  });

  test('P14: discover describes every stream, without $ref', async () => {
    const result = await run('discover', { config });
    const [message] = result.messages;
    expect(result.messages).toHaveLength(1);
    if (message?.type !== 'CATALOG') throw new Error('no catalog');
    const { streams } = message.catalog;
    expect(JSON.stringify(message)).not.toContain('$ref');
    expect(streams.map(({ json_schema: _, ...rest }) => rest)).toEqual([
      ...['customers', 'products'].map((name) => ({
        name,
        supported_sync_modes: ['full_refresh'],
        source_defined_primary_key: [['id']],
        is_resumable: true,
      })),
      {
        name: 'orders',
        supported_sync_modes: ['full_refresh', 'incremental'],
        source_defined_cursor: true,
        default_cursor_field: ['updated_at'],
        source_defined_primary_key: [['id']],
        is_resumable: true,
      },
      ...['order_events', 'exports'].map((name) => ({
        name,
        supported_sync_modes: ['full_refresh'],
        source_defined_primary_key: [['id']],
        is_resumable: true,
      })),
    ]);
    expect(streams[2]?.json_schema).toMatchObject({
      properties: { lines: { items: { properties: { product_id: { type: 'string' } } } } },
    });
  });

  test.each([1, 4])('read gives every record of every stream as the API has it, %i at once', async (concurrency) => {
    const result = await run('read', {
      config,
      catalog: everything,
      args: ['--validate-records', `--concurrency=${concurrency}`],
    });
    expect(result.exitCode).toBe(0);
    const { shop } = api;
    const expected = (record: (index: number) => unknown): unknown[] =>
      Array.from({ length: 250 }, (_item, index) => record(index));
    expect(result.records('customers')).toEqual(expected(shop.customers.record));
    expect(result.records('products')).toEqual(expected(shop.products.record));
    expect(result.records('orders')).toEqual(expected(shop.orders.record));
    expect(result.records('exports')).toEqual(expected(shop.exports.record));
    // Orders are read side by side; the events of each keep their order.
    const events = result.records('order_events');
    if (concurrency > 1) events.sort((a, b) => Number(a['order_id']) - Number(b['order_id']));
    expect(events).toEqual(
      Array.from({ length: 250 }, (_item, order) =>
        Array.from({ length: shop.orderEvents.count(order) }, (_event, nth) => shop.orderEvents.record(order, nth)),
      ).flat(),
    );
    expect(result.logs('WARN')).toEqual([]);
  });

  test('P7: each stream says STARTED, RUNNING, COMPLETE, and at least one STATE', async () => {
    const result = await run('read', { config, catalog: everything });
    for (const { stream } of everything.streams) {
      expect(result.statuses(stream.name)).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
      expect(result.states(stream.name).length).toBeGreaterThan(0);
    }
  });

  test('I1, C5: a second read goes on from the state of the first', async () => {
    const catalog = configuredCatalog({ orders: 'incremental' });
    const first = await run('read', { config, catalog });
    const last = api.shop.orders.record(249).updated_at;
    expect(first.states('orders').at(-1)).toEqual({ updated_at: last });
    api.clearRequests();
    const second = await run('read', { config, catalog, state: first.state });
    expect(api.requests.map(({ query }) => query['updated_since'])).toEqual([last]);
    expect(second.records<{ updated_at: string }>().map(({ updated_at: at }) => at)).toEqual(
      second.records().map(() => last),
    );
    expect(second.states('orders')).toEqual([{ updated_at: last }]);
  });

  test('C5: a state in the future gives no records and one STATE', async () => {
    const state = inputState({ orders: { updated_at: '2090-01-01T00:00:00Z' } });
    const result = await run('read', { config, catalog: configuredCatalog({ orders: 'incremental' }), state });
    expect(result.records()).toEqual([]);
    expect(result.states('orders')).toEqual([{ updated_at: '2090-01-01T00:00:00Z' }]);
    expect(result.statuses('orders')).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
  });

  test('P8: a stream that fails half-way keeps what it has, and the others go on', async () => {
    api.faults.add({
      path: /\/orders$/,
      from: 3,
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'status', status: 404 },
    });
    const result = await run('read', {
      config: { ...config, page_size: 50 },
      catalog: configuredCatalog({ orders: 'incremental', exports: 'full_refresh' }),
    });
    expect(result.records('orders')).toHaveLength(100);
    expect(result.states('orders').at(-1)).toEqual({ updated_at: api.shop.orders.record(99).updated_at });
    expect(result.statuses('orders')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
    expect(result.statuses('exports')).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
    expect(result.errors).toMatchObject([
      {
        message: expect.stringContaining(`Request failed with status code 404 Not Found: GET ${api.url}/v1/orders`),
        failure_type: 'system_error',
      },
    ]);
    expect(result.exitCode).toBe(1);
  });

  test.each([
    [
      { kind: 'html' },
      /^The response of GET \S+\/v1\/customers \(page 2\) is not valid JSON \(status 200, text\/html.*, \d+ bytes\): it starts with "/,
    ],
    [
      { kind: 'notAnArray' },
      /^The response of GET \S+\/v1\/customers \(page 2\) must have an array of records at "data", got object\./,
    ],
  ] as const)('F: a response that is no list of records ($kind) is a clear error', async (fault, message) => {
    api.faults.add({ path: '/v1/customers', from: 2, fault });
    const result = await run('read', { config, catalog: configuredCatalog({ customers: 'full_refresh' }) });
    expect(result.errors).toMatchObject([{ message: expect.stringMatching(message), failure_type: 'system_error' }]);
    expect(result.records('customers')).toHaveLength(100);
    expect(result.statuses('customers').at(-1)).toBe('INCOMPLETE');
  });

  test('H8: a next link that leads to its own page ends with an error that names it, after its records', async () => {
    api.faults.add({ path: '/v1/exports', from: 2, times: Number.POSITIVE_INFINITY, fault: { kind: 'loopNext' } });
    const result = await run('read', { config, catalog: configuredCatalog({ exports: 'full_refresh' }) });
    expect(result.errors).toMatchObject([
      { message: expect.stringMatching(/^Pagination of stream "exports" is stuck: the page "\S+" links to itself$/) },
    ]);
    expect(result.records('exports')).toEqual(
      Array.from({ length: 200 }, (_, index) => api.shop.exports.record(index)),
    );
    expect(api.requests).toHaveLength(2);
  });

  test('H8: a cursor token that comes back ends with an error that names it, within three extra requests', async () => {
    api.faults.add({ path: /\/orders$/, from: 1, times: Number.POSITIVE_INFINITY, fault: { kind: 'cycleNext' } });
    const result = await run('read', { config, catalog: configuredCatalog({ orders: 'incremental' }) });
    expect(result.errors).toMatchObject([
      {
        message: expect.stringMatching(
          /^Pagination of stream "orders" is stuck: the API returned page token "\S+" twice$/,
        ),
      },
    ]);
    expect(api.requests.length).toBeLessThanOrEqual(4);
  });

  test('P12: the token is nowhere in what is said, whatever goes wrong', async () => {
    const secret = 'tök+en/with specials=';
    const results = [
      await run('check', { config: { ...config, api_token: secret } }),
      await run('check', { config: { ...config, api_token: secret, page_size: 'x' } }),
      await run('read', { config: { ...config, api_token: secret }, catalog: everything, env: { LOG_LEVEL: 'DEBUG' } }),
    ];
    for (const result of results) {
      const said = result.lines.join('\n') + result.stderr;
      for (const form of [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
        JSON.stringify(secret).slice(1, -1),
      ]) {
        expect(said).not.toContain(form);
      }
    }
  });

  test('P3: everything arrives through a slow reader', async () => {
    let count = 0;
    const result = await run('read', {
      config,
      catalog: everything,
      onLine: async () => {
        if (++count % 200 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      },
    });
    expect(result.exitCode).toBe(0);
    expect(result.records('exports')).toHaveLength(250);
    expect(result.statuses('exports').at(-1)).toBe('COMPLETE');
  });

  test('P4: SIGTERM during a hanging request ends in order, with the state of what went out', async () => {
    api.faults.add({ path: /\/orders$/, from: 3, fault: { kind: 'hang' } });
    const result = await run('read', {
      config: { ...config, page_size: 50 },
      catalog: configuredCatalog({ orders: 'incremental' }),
      onLine: (line, child) => {
        if (line.includes('"id":100,')) setTimeout(() => child.kill('SIGTERM'), 50);
      },
    });
    expect(result.signal).toBe('SIGTERM');
    expect(result.records('orders')).toHaveLength(100);
    expect(result.states('orders').at(-1)).toEqual({ updated_at: api.shop.orders.record(99).updated_at });
    expect(result.statuses('orders').at(-1)).toBe('INCOMPLETE');
    expect(result.errors).toEqual([]);
    expect(result.logs('INFO').at(-1)).toBe('Stopped by SIGTERM');
  });

  test('--version', () => {
    const { stdout } = spawnSync(process.execPath, [entry, '--version'], { encoding: 'utf8' });
    expect(stdout).toBe(
      `${(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version}\n`,
    );
  });
});

test.each([
  ['spec', [], 0, 0],
  ['discover', ['--config', 'config.json'], 0, 1],
  ['check', ['--config', 'config.json'], 1, 1],
])('the built connector loads for %s only what it needs', async (command, args, got, ajv) => {
  const folder = await mkdtemp(join(tmpdir(), 'coverage-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  const coverage = join(folder, 'coverage');
  // The example API answers from this process, which therefore must not wait without listening.
  await promisify(execFile)(process.execPath, [build, command, ...args], {
    cwd: folder,
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
  });
  const [file = ''] = await readdir(coverage);
  const { result } = JSON.parse(await readFile(join(coverage, file), 'utf8')) as Coverage;
  // The bundle keeps each module in a function: which one is told by what stands in it and nowhere else.
  const functions = result.find(({ url }) => url.endsWith('/dist/main.cjs'))?.functions ?? [];
  const bundle = await readFile(join(root, 'dist/main.cjs'), 'utf8');
  // yargs would write its help at each start.
  expect(bundle).not.toContain('cachedHelpMessage=this.help()');
  const timesLoaded = (text: string): number | undefined => {
    const at = bundle.indexOf(text);
    expect([at, bundle.lastIndexOf(text)]).toEqual([expect.toSatisfy((offset) => offset > 0), at]);
    const around = functions
      .flatMap(({ ranges }) => ranges)
      .filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
    return around.sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset))[0]?.count;
  };
  expect([
    timesLoaded('got (https://github.com/sindresorhus/got)'),
    timesLoaded('jsPropertySyntax can be used instead.'),
  ]).toEqual([got, ajv]);
});

test('the connector stays under 200 lines of source', () => {
  const files = [
    'src/main.ts',
    'src/example-source.ts',
    ...['customers', 'exports', 'order-events', 'orders', 'products'].map((name) => `src/streams/${name}.ts`),
  ];
  const lines = files.flatMap((file) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n'));
  expect(lines.length).toBeLessThan(200);
});
