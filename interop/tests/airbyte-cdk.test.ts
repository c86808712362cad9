import { join } from 'node:path';
import { configuredCatalog, runConnector, type RunConnectorOptions } from '@headwater/cdk/testing';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleConnector } from './example-connector.ts';
import { runPython } from './run-python.ts';

interface Parsed {
  readonly parsed: number;
  readonly differences: readonly object[];
}

const everything = configuredCatalog({
  customers: 'full_refresh',
  products: 'full_refresh',
  orders: 'incremental',
  order_events: 'full_refresh',
  exports: 'full_refresh',
});

let api: ExampleApi;

beforeEach(async () => {
  api = await startExampleApi({ size: 120 });
});

afterEach(() => api.close());

test('its models take every message of every command, and write the same again', async () => {
  const config = { api_url: `${api.url}/v1`, api_token: api.token };
  const run = async (command: string, options: RunConnectorOptions = {}): Promise<readonly string[]> =>
    (await runConnector(exampleConnector(), command, { env: { LOG_LEVEL: 'DEBUG' }, ...options })).lines;
  const lines = [
    ...(await run('spec')),
    ...(await run('check', { config })),
    ...(await run('check', { config: { ...config, api_token: 'old' } })),
    ...(await run('discover', { config })),
    ...(await run('read', { config, catalog: everything })),
  ];
  api.faults.add({
    path: /\/orders$/,
    from: 2,
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'status', status: 404 },
  });
  lines.push(...(await run('read', { config, catalog: everything })));
  lines.push(...(await run('read', { config, catalog: configuredCatalog({ nothing: 'full_refresh' }) })));
  const types = new Set(lines.map((line) => (JSON.parse(line) as { type: string }).type));
  expect([...types].sort()).toEqual(['CATALOG', 'CONNECTION_STATUS', 'LOG', 'RECORD', 'SPEC', 'STATE', 'TRACE']);
  const { parsed, differences } = await runPython<Parsed>('parse_with_cdk.py', `${lines.join('\n')}\n`);
  expect(differences).toEqual([]);
  expect(parsed).toBe(lines.length);
});

test('its model takes the metadata of the example and of new projects', async () => {
  const root = join(import.meta.dirname, '../..');
  const files = ['packages/source-example/metadata.yaml', 'templates/source-acme/metadata.yaml'];
  const read = await runPython('read_metadata.py', files.map((file) => `${join(root, file)}\n`).join(''));
  expect(read).toMatchObject([
    { data: { dockerRepository: 'headwater/source-example', dockerImageTag: '0.0.0' } },
    { data: { dockerRepository: 'source-acme', dockerImageTag: '0.1.0' } },
  ]);
});
