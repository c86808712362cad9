// Each decoder in a stream that reads the example API: over real sockets, through the whole engine.
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  BearerAuthenticator,
  CsvDecoder,
  type Decoder,
  GzipDecoder,
  HttpClient,
  HttpStream,
  JsonDecoder,
  JsonlDecoder,
  NextUrlPaginator,
  Source,
  XmlDecoder,
  ZipDecoder,
} from '../src/index.ts';
import { configuredCatalog, readAll, type ReadResult, TestClock } from '../src/testing/index.ts';

interface Entry {
  readonly id: number | string;
}

class Exports extends HttpStream<Entry> {
  readonly name = 'exports';
  readonly primaryKey = 'id';
  override readonly decoder: Decoder;
  override readonly paginator = new NextUrlPaginator({ path: 'next' });
  readonly #limit: string | undefined;

  constructor(client: HttpClient, { decoder, limit, hasPages }: Format) {
    super(client);
    this.decoder = decoder;
    this.#limit = limit;
    if (hasPages !== true) Object.assign(this, { paginator: undefined });
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: ['integer', 'string'] } } };
  }

  path() {
    return '/exports';
  }

  override requestParams() {
    return { limit: this.#limit };
  }
}

interface Format {
  readonly decoder: Decoder;
  readonly limit?: string;
  readonly hasPages?: boolean;
}

const formats: Readonly<Record<string, Format>> = {
  'one JSON document': { decoder: new JsonDecoder({ recordPath: 'data' }), limit: 'all', hasPages: true },
  'pages of JSON': { decoder: new JsonDecoder({ recordPath: 'data' }), limit: '1000', hasPages: true },
  'lines of JSON': { decoder: new JsonlDecoder() },
  CSV: { decoder: new CsvDecoder() },
  XML: { decoder: new XmlDecoder({ recordPath: 'export.entries.entry' }) },
  'a gzip file': { decoder: new GzipDecoder(new JsonlDecoder()) },
  'a zip archive': { decoder: new ZipDecoder(new JsonlDecoder(), { entries: /\.jsonl$/ }) },
};

const SIZE = 6000;

async function useApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const api = await startExampleApi({ size: SIZE, ...options });
  onTestFinished(() => api.close());
  return api;
}

function read(api: ExampleApi, format: Format): Promise<ReadResult> {
  class ExportSource extends Source<object> {
    spec() {
      return { connectionSpecification: { type: 'object' } };
    }

    streams() {
      const authenticator = new BearerAuthenticator(api.token);
      return [new Exports(new HttpClient({ urlBase: `${api.url}/v1`, authenticator }), format)];
    }
  }
  return readAll(new ExportSource(), {
    config: {},
    catalog: configuredCatalog({ exports: 'full_refresh' }),
    clock: new TestClock(),
  });
}

const idOf = (record: { id?: unknown; '@id'?: unknown }): number => Number(record.id ?? record['@id']);
const ids = (result: ReadResult): number[] => result.records<object>('exports').map(idOf);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe.each(Object.entries(formats))('H9: %s', (_, format) => {
  test('gives every record once, in order', async () => {
    const api = await useApi();
    const result = await read(api, format);
    expect(ids(result)).toEqual(upTo(SIZE));
    expect(result.succeeded).toBe(true);
    expect(api.requests).toHaveLength(format.limit === '1000' ? 6 : 1);
  });

  test('compressed on the way too', async () => {
    const api = await useApi({ compress: true });
    expect(ids(await read(api, format))).toEqual(upTo(SIZE));
    expect(api.requests[0]?.headers['accept-encoding']).toContain('gzip');
  });

  test('F: cut in a complete response: transient, names its byte, and keeps the records before it', async () => {
    const bytes = 40_000;
    const api = await useApi({ faults: [{ fault: { kind: 'cutJson', bytes } }] });
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
    expect(error?.message).toMatch(/^Request failed: GET \S+\/v1\/exports: .+ at byte 40000 of the response$/);
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

test.each(['one JSON document', 'lines of JSON', 'CSV', 'XML'])(
  'F: %s with a byte that is no UTF-8 names it, and keeps the records before it',
  async (name) => {
    const at = 200_000;
    const api = await useApi({ faults: [{ fault: { kind: 'corruptByte', at } }] });
    const result = await read(api, formats[name] as Format);
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
