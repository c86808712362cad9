// Each decoder in a stream that reads the example API: over real sockets, through the whole engine.
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { InputState } from '../src/index.ts';
import {
  configuredCatalog,
  type ConnectorRun,
  readAll,
  type ReadResult,
  runConnector,
  TestClock,
} from '../src/testing/index.ts';
import { ExportSource, type FormatName, formats } from './fixtures/export-source.ts';
import { expectProtocolLine } from './protocol-schema.ts';

const catalog = configuredCatalog({ exports: 'full_refresh' });
const SIZE = 6000;

async function useApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const api = await startExampleApi({ size: SIZE, ...options });
  onTestFinished(() => api.close());
  return api;
}

function read(api: ExampleApi, format: FormatName): Promise<ReadResult> {
  return readAll(new ExportSource(), { config: { api_url: api.url, format }, catalog, clock: new TestClock() });
}

const idOf = (record: { id?: unknown; '@id'?: unknown }): number => Number(record.id ?? record['@id']);
const ids = (result: ReadResult): number[] => result.records<object>('exports').map(idOf);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe.each(Object.keys(formats) as FormatName[])('H9: %s', (format) => {
  test('gives every record once, in order', async () => {
    const api = await useApi();
    const result = await read(api, format);
    expect(ids(result)).toEqual(upTo(SIZE));
    expect(result.succeeded).toBe(true);
    expect(api.requests).toHaveLength(format === 'pages of JSON' ? 6 : 1);
  });

  test('compressed on the way too', async () => {
    const api = await useApi({ compress: true });
    expect(ids(await read(api, format))).toEqual(upTo(SIZE));
    expect(api.requests[0]?.headers['accept-encoding']).toContain('gzip');
  });

  test('F: cut in a complete response: transient, names its byte, and keeps the records before it', async () => {
    const bytes = 40_000;
    const api = await useApi({ faults: [{ times: Infinity, fault: { kind: 'cutJson', bytes } }] });
    const result = await read(api, format);
    const [error] = result.errors;
    expect(error?.message).toMatch(
      new RegExp(`^The response of GET ${api.url}/v1/exports ends early at byte ${bytes}: expected `),
    );
    expect(error?.failure_type).toBe('transient_error');
    const kept = ids(result);
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).toEqual(upTo(kept.length));
    expect(result.statuses('exports').at(-1)).toBe('INCOMPLETE');
  });

  test('H2: a connection that breaks within a small body is tried again, and costs nothing', async () => {
    const api = await useApi({ size: 500, faults: [{ times: 2, fault: { kind: 'truncate', bytes: 5000 } }] });
    const result = await read(api, format);
    expect(ids(result)).toEqual(upTo(500));
    expect(api.requests).toHaveLength(3);
  });

  test('F: a connection that always breaks keeps the records before it', async () => {
    const api = await useApi({ faults: [{ times: Infinity, fault: { kind: 'truncate', bytes: 40_000 } }] });
    const result = await read(api, format);
    expect(api.requests).toHaveLength(6);
    const kept = ids(result);
    expect(kept.length).toBeGreaterThan(100);
    expect(kept).toEqual(upTo(kept.length));
    const [error] = result.errors;
    expect(error?.message).toMatch(/^Request failed: GET \S+\/v1\/exports: .+ at byte \d+ of the response$/);
    expect(error?.failure_type).toBe('transient_error');
  });

  test('F: a web page in place of it is an error that says so', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'html' } }] });
    const result = await read(api, format);
    expect(result.records('exports')).toEqual([]);
    expect(result.errors[0]?.message).toMatch(
      /^The response of GET \S+\/v1\/exports breaks at byte 0: expected .+, got a web page \(text\/html; charset=utf-8\)$/,
    );
  });

  test('a failure has the message of the API', async () => {
    const body = { error: { message: 'Exports are closed' } };
    const api = await useApi({ faults: [{ times: Infinity, fault: { kind: 'status', status: 403, body } }] });
    const result = await read(api, format);
    expect(result.errors[0]?.message).toContain('403 Forbidden: GET');
    expect(result.errors[0]?.message).toContain('The API says: "Exports are closed"');
  });
});

test.each<FormatName>(['one JSON document', 'lines of JSON', 'CSV', 'XML'])(
  'F: %s with a byte that is no UTF-8 names it, and keeps the records before it',
  async (format) => {
    const at = 200_000;
    const api = await useApi({ faults: [{ fault: { kind: 'corruptByte', at } }] });
    const result = await read(api, format);
    expect(result.errors[0]?.message).toMatch(/ breaks at byte \d+: expected UTF-8 \(.+\)$/);
    const place = Number(/byte (\d+)/.exec(result.errors[0]?.message ?? '')?.[1]);
    // The byte itself, or the first one of the character it was part of.
    expect(place).toBeGreaterThan(at - 4);
    expect(place).toBeLessThanOrEqual(at);
    const kept = ids(result);
    expect(kept.length).toBeGreaterThan(500);
    expect(kept).toEqual(upTo(kept.length));
  },
);

describe('F: a process that reads bytes which break', () => {
  const entry = `${import.meta.dirname}/fixtures/export-source.ts`;

  async function run(api: ExampleApi, format: FormatName, state?: InputState): Promise<ConnectorRun> {
    // A process waits in real time before it tries again.
    const config = { api_url: api.url, format, max_retries: 0 };
    const result = await runConnector(entry, 'read', { config, catalog, ...(state && { state }) });
    for (const line of result.lines) expectProtocolLine(line);
    return result;
  }

  /** Ends with the error, and the records before it have left. */
  function expectBroken(result: ConnectorRun, message: RegExp | string): void {
    expect(result.errors).toMatchObject([{ failure_type: 'transient_error' }]);
    expect(result.errors[0]?.message).toMatch(message);
    expect(result.statuses('exports')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
    expect([result.exitCode, result.stderr]).toEqual([1, '']);
    expect(ids(result)).toEqual(upTo(ids(result).length));
  }

  test('a page that ends early is named with its byte; the next read begins with it, and nothing is missing', async () => {
    const api = await useApi({ faults: [{ from: 3, fault: { kind: 'cutJson', bytes: 100_000 } }] });
    const first = await run(api, 'pages of JSON');
    expectBroken(
      first,
      `The response of GET ${api.url}/v1/exports (page 3) ends early at byte 100000: expected the rest of the array of records at "data" (application/json; charset=utf-8)`,
    );
    const kept = ids(first);
    expect(kept.length).toBeGreaterThan(2200);
    expect(kept.length).toBeLessThan(3000);

    const second = await run(api, 'pages of JSON', first.state);
    expect([second.exitCode, ids(second)[0]]).toEqual([0, 2001]);
    expect(new Set([...kept, ...ids(second)])).toEqual(new Set(upTo(SIZE)));
  });

  test.each<FormatName>(['one JSON document', 'lines of JSON'])(
    'a connection that is cut in the middle of %s is named with its byte',
    async (format) => {
      const api = await useApi({ faults: [{ fault: { kind: 'truncate', bytes: 700_000 } }] });
      const result = await run(api, format);
      expectBroken(
        result,
        /^Request failed: GET \S+\/v1\/exports: the connection broke off \(ECONNRESET\) at byte \d+ of the response$/,
      );
      // What has come and was not read yet is lost with the connection.
      const place = Number(/byte (\d+)/.exec(result.errors[0]?.message ?? '')?.[1]);
      expect(place).toBeGreaterThan(500_000);
      expect(place).toBeLessThanOrEqual(700_000);
      expect(ids(result).length).toBeGreaterThan(2000);
    },
  );
});
