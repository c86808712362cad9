import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { configuredCatalog, type ConnectorRun, runConnector, type RunConnectorOptions } from '../src/testing/index.ts';
import { useFolder } from './use-folder.ts';

const entry = join(import.meta.dirname, 'fixtures/left-behind-source.ts');

async function useApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const api = await startExampleApi({ size: 40, ...options });
  onTestFinished(() => api.close());
  return api;
}

function read(api: ExampleApi, streams: readonly string[], options: RunConnectorOptions = {}): Promise<ConnectorRun> {
  const catalog = configuredCatalog(Object.fromEntries(streams.map((name) => [name, 'full_refresh'])));
  return runConnector(entry, 'read', { config: { url: api.url, token: api.token }, catalog, ...options });
}

describe('H11: a parent that is read for itself and for two children', () => {
  test('is asked for once a run, from a file where memory does not suffice', async () => {
    const api = await useApi();
    const folder = useFolder();
    const run = await read(api, ['events', 'orders', 'other_events'], { env: { TMPDIR: folder } });
    expect([run.exitCode, run.stderr, run.logs('WARN')]).toEqual([0, '', []]);
    expect(run.records('orders')).toHaveLength(40);
    expect(run.records('events').length).toBeGreaterThan(40);
    const idsOf = (stream: string): bigint[] => run.records<{ id: bigint }>(stream).map(({ id }) => id);
    expect(new Set(idsOf('other_events'))).toEqual(new Set(idsOf('events')));
    expect(api.requests.filter(({ path }) => path === '/v1/orders')).toHaveLength(4);
    expect(api.requests.filter(({ path }) => path.endsWith('/events')).length).toBeGreaterThanOrEqual(2 * 40);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)('leaves no file behind when %s ends it', async (signal) => {
    const api = await useApi({ size: 2000, latencyMs: 2 });
    const folder = useFolder();
    const run = await read(api, ['events'], {
      env: { TMPDIR: folder },
      onLine: (line, connector) => {
        if (line.includes('"RECORD"')) connector.kill(signal);
      },
    });
    expect(run.signal).toBe(signal);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('P4: SIGTERM while a job of the API is running', () => {
  test('cancels it, then ends as it should', async () => {
    const api = await useApi({
      faults: [{ path: /export-jobs$/, fault: { kind: 'slowJob', polls: Number.POSITIVE_INFINITY } }],
    });
    const run = await read(api, ['order_export'], {
      onLine: async (line, connector) => {
        if (!line.includes('"STARTED"')) return;
        await vi.waitFor(() => expect(api.requests.length).toBeGreaterThan(3), 10_000);
        connector.kill('SIGTERM');
      },
    });
    expect(run.signal).toBe('SIGTERM');
    expect(run.statuses('order_export')).toEqual(['STARTED', 'INCOMPLETE']);
    expect(api.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/v1/export-jobs/job_1', status: 204 });
  });

  test('is not held up by an API that does not answer', async () => {
    const api = await useApi({
      faults: [{ path: /export-jobs$/, fault: { kind: 'slowJob', polls: Number.POSITIVE_INFINITY } }],
    });
    api.faults.add({ path: /job_1$/, from: 3, times: Infinity, fault: { kind: 'hang' } });
    const run = await read(api, ['order_export'], {
      onLine: async (line, connector) => {
        if (!line.includes('"STARTED"')) return;
        await vi.waitFor(() => expect(api.requests.length).toBeGreaterThan(3), 10_000);
        connector.kill('SIGTERM');
        await vi.waitFor(() => expect(api.requests.at(-1)?.method).toBe('DELETE'), 10_000);
        connector.kill('SIGTERM');
      },
    });
    expect(run.signal).toBe('SIGTERM');
  });
});
