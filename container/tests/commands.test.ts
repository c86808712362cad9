import { configuredCatalog } from '@headwater/cdk/testing';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { docker } from '../docker.ts';
import { runImage, setup } from './drive-image.ts';

/** At 560 bytes each, more than 20 MB. */
const MANY = 40_000;

const everything = configuredCatalog({
  customers: 'full_refresh',
  products: 'full_refresh',
  orders: 'incremental',
  exports: 'full_refresh',
});
const orders = configuredCatalog({ orders: 'incremental' });

let small: ExampleApi;
let large: ExampleApi;
let config: { api_url: string; api_token: string };
let largeConfig: typeof config & { page_size: number };

beforeAll(async () => {
  [small, large] = await Promise.all([startExampleApi({ size: 250 }), startExampleApi({ size: MANY })]);
  config = { api_url: `${small.url}/v1`, api_token: small.token };
  largeConfig = { api_url: `${large.url}/v1`, api_token: large.token, page_size: 1000 };
});

beforeEach(() => small.clearRequests());

afterAll(() => Promise.all([small.close(), large.close()]));

describe.each([
  ['docker build', setup.images.docker],
  ['headwater build', setup.images.headwater],
])('the image of %s, without root, capabilities or a file system to write to', (_, image) => {
  const records = (count: number, record: (index: number) => unknown): unknown[] =>
    Array.from({ length: count }, (_item, index) => record(index));

  test('spec', async () => {
    const run = await runImage(image, 'spec');
    expect(run.messages).toMatchObject([{ type: 'SPEC' }]);
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
  });

  test('check, with a config that works and one that does not', async () => {
    const succeeded = await runImage(image, 'check', { config });
    expect(succeeded.messages).toEqual([{ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } }]);
    const failed = await runImage(image, 'check', { config: { ...config, api_token: 'old' } });
    expect(failed.messages).toMatchObject([{ connectionStatus: { status: 'FAILED' } }]);
    expect(failed.exitCode).toBe(0);
  });

  test('discover', async () => {
    const { messages, exitCode } = await runImage(image, 'discover', { config });
    expect(messages).toMatchObject([{ type: 'CATALOG', catalog: { streams: { length: 5 } } }]);
    expect(exitCode).toBe(0);
  });

  test('read gives every record as the API has it, and a second read goes on from its state', async () => {
    const run = await runImage(image, 'read', { config, catalog: everything });
    expect(run.exitCode).toBe(0);
    const { shop } = small;
    expect(run.records('customers')).toEqual(records(250, shop.customers.record));
    expect(run.records('products')).toEqual(records(250, shop.products.record));
    expect(run.records('orders')).toEqual(records(250, shop.orders.record));
    expect(run.records('exports')).toEqual(records(250, shop.exports.record));
    small.clearRequests();
    const second = await runImage(image, 'read', { config, catalog: orders, state: run.state });
    const last = shop.orders.record(249).updated_at;
    expect(small.requests.map(({ query }) => query['updated_since'])).toEqual([last]);
    expect(second.states('orders')).toEqual([{ updated_at: last }]);
  });

  test('P4: SIGTERM in the middle of a read keeps what went out, and the next read brings the rest', async () => {
    const first = await runImage(image, 'read', {
      config: largeConfig,
      catalog: orders,
      onLine: (line, connector) => {
        if (line.includes('"id":2000,')) connector.kill('SIGTERM');
      },
    });
    // As PID 1, where a signal that is raised again has no effect.
    expect(first.exitCode).toBe(128 + 15);
    expect(first.statuses('orders').at(-1)).toBe('INCOMPLETE');
    expect(first.records('orders').length).toBeLessThan(MANY);
    expect(first.states('orders').at(-1)).toEqual({ updated_at: first.records('orders').at(-1)?.['updated_at'] });
    const second = await runImage(image, 'read', { config: largeConfig, catalog: orders, state: first.state });
    expect(second.exitCode).toBe(0);
    const ids = new Set([...first.records('orders'), ...second.records('orders')].map(({ id }) => id));
    expect(ids.size).toBe(MANY);
    // No more than the records that share the second of the state.
    expect(first.records('orders').length + second.records('orders').length).toBeLessThan(MANY + 1000);
  });

  test('P3: 20 MB arrive whole through a slow pipe', async () => {
    let lines = 0;
    let bytes = 0;
    const run = await runImage(image, 'read', {
      config: largeConfig,
      catalog: orders,
      onLine: async (line) => {
        bytes += Buffer.byteLength(line) + 1;
        if (++lines % 2000 === 0) await new Promise((resolve) => setTimeout(resolve, 100));
      },
    });
    expect(bytes).toBeGreaterThan(20e6);
    expect(run.exitCode).toBe(0);
    expect(run.records('orders')).toHaveLength(MANY);
    expect(run.statuses('orders').at(-1)).toBe('COMPLETE');
  });

  const start = (...args: string[]): ReturnType<typeof docker> =>
    docker(setup.dockerHost, ['run', '--rm', '--network', 'none', '--read-only', '--cap-drop', 'ALL', ...args]);

  test('without a command it says which there are, and exits with 2', async () => {
    const { exitCode, stdout, stderr } = await start(image);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Name a command: spec, check, discover or read.');
  });

  test('C6: what AIRBYTE_ENTRYPOINT says starts it, through a shell, as Airbyte does', async () => {
    const { exitCode, stdout } = await start('--entrypoint', 'sh', image, '-c', 'eval "$AIRBYTE_ENTRYPOINT spec"');
    expect([exitCode, stdout.startsWith('{"type":"SPEC"')]).toEqual([0, true]);
  });

  test('any user can run it, with the compiled code', async () => {
    const debug = ['--env', 'NODE_DEBUG_NATIVE=COMPILE_CACHE'];
    for (const user of ['1000:1000', '4321:4321']) {
      const { stderr, stdout } = await start('--user', user, ...debug, image, 'spec');
      expect(stdout + stderr).toMatch(/V8 code cache for CommonJS \/app\/main.cjs was accepted/);
    }
  });

  test('a secret that only another user may read is an error that says so', async () => {
    const folder = `${setup.folder}/unreadable`;
    const { mkdir, writeFile } = await import('node:fs/promises');
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/config.json`, JSON.stringify(config), { mode: 0o600 });
    const { stdout, exitCode } = await start(
      '--volume',
      `${folder}:/secrets`,
      image,
      'check',
      '--config',
      '/secrets/config.json',
    );
    expect(stdout).toMatch(/\/secrets\/config.json.*(?:permission|EACCES)/i);
    expect(exitCode).toBe(1);
  });
});
