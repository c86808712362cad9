// A connector in a page of code that keeps every promise, and runs in the process of the test. Faults are planted into what it says.
import type { AirbyteMessage } from '@headwater/cdk/protocol';
import type { ReadRun } from '@headwater/kill-anywhere';
import type { ApiRequest } from '../../src/recording/exchange.ts';
import type { RunRequest } from '../../src/standard-tests/subject/run-connector.ts';
import { littleApi } from './little-api.ts';

export const config = { api_token: 'right-secret' };

const ORIGIN = 'https://api.example.com';
const property = (type: string, more: object = {}): object => ({ type, ...more });
const schemaOf = (properties: object): object => ({ type: 'object', additionalProperties: true, properties });

const spec = {
  connectionSpecification: {
    ...schemaOf({
      api_token: property('string', { airbyte_secret: true, order: 0 }),
      kind: property('string', { enum: ['a', 'b'], order: 1 }),
      regions: property('array', { items: { type: 'string' }, order: 2 }),
      period: {
        type: 'object',
        order: 3,
        oneOf: [
          schemaOf({ unit: property('string', { const: 'day' }), days: property('integer') }),
          schemaOf({ unit: property('string', { const: 'month' }), months: property('integer') }),
        ],
      },
    }),
    required: ['api_token'],
  },
  advanced_auth: { predicate_key: ['period', 'unit'], predicate_value: 'day' },
};

const streams = [
  {
    name: 'orders',
    json_schema: schemaOf({
      id: property('integer'),
      total: property('number'),
      updated_at: property('string', { format: 'date-time' }),
    }),
    supported_sync_modes: ['full_refresh', 'incremental'],
    source_defined_cursor: true,
    default_cursor_field: ['updated_at'],
    source_defined_primary_key: [['id']],
    is_resumable: true,
  },
  {
    name: 'tags',
    json_schema: schemaOf({ id: property('integer'), name: property('string') }),
    supported_sync_modes: ['full_refresh'],
    source_defined_primary_key: [['id']],
  },
];

/** Time in these tests: each message comes a millisecond after the one before. */
let now = Date.UTC(2025, 0, 1);

/** What the connector answers when nothing is wrong with it. */
export async function littleConnector(request: RunRequest): Promise<ReadRun> {
  const messages: object[] = [];
  const say = (type: string, member: object): void => {
    messages.push({ type, [type === 'CONNECTION_STATUS' ? 'connectionStatus' : type.toLowerCase()]: member });
  };
  const end = (exitCode: number): ReadRun => ({
    messages: messages as AirbyteMessage[],
    badLines: [],
    killedAt: undefined,
    exitCode,
    signal: null,
    stderr: '',
    isOverdue: false,
  });
  const fail = (message: string, name?: string): void => {
    const error = { message, failure_type: 'config_error', ...(name && { stream_descriptor: { name } }) };
    say('TRACE', { type: 'ERROR', emitted_at: now++, error });
  };
  const { api_token: token } = (request.config ?? {}) as { readonly api_token?: string };
  const get = (path: string): any => {
    const headers = { authorization: `Bearer ${token}` };
    const asked: ApiRequest = { method: 'GET', url: `${ORIGIN}${path}`, headers, body: Buffer.alloc(0) };
    const { status, body } = littleApi(asked);
    if (status === 200) return JSON.parse(body.toString());
    throw new Error(`Request failed with status code ${status}: GET ${ORIGIN}${path.split('?')[0]}`);
  };

  switch (request.command) {
    case 'spec':
      say('SPEC', spec);
      return end(0);
    case 'check': {
      if (token === undefined) {
        say('CONNECTION_STATUS', { status: 'FAILED', message: '"api_token" is missing' });
        return end(0);
      }
      try {
        get('/tags');
        say('CONNECTION_STATUS', { status: 'SUCCEEDED' });
      } catch (error) {
        say('CONNECTION_STATUS', { status: 'FAILED', message: (error as Error).message });
      }
      return end(0);
    }
    case 'discover':
      say('CATALOG', { streams });
      return end(0);
    case 'read':
      return read();
  }

  function read(): ReadRun {
    let hasFailed = false;
    const { streams: configured } = request.catalog as { streams: { stream: { name: string }; sync_mode: string }[] };
    for (const { stream, sync_mode: mode } of configured) {
      const { name } = stream;
      const known = streams.find((one) => one.name === name);
      if (known === undefined || !known.supported_sync_modes.includes(mode)) {
        fail(`Stream "${name}" cannot be read by ${mode}`, name);
        hasFailed = true;
        continue;
      }
      const states = (request.state ?? []) as {
        stream: { stream_descriptor: { name: string }; stream_state: { updated_at?: string } };
      }[];
      const from = states.find((state) => state.stream.stream_descriptor.name === name)?.stream.stream_state;
      if (name === 'orders') readOrders(mode === 'incremental' ? (from?.updated_at ?? '') : '');
      else readTags();
    }
    return end(hasFailed ? 1 : 0);
  }

  function readOrders(since: string): void {
    statusOf('orders', 'STARTED', 'RUNNING');
    let cursor: string | null = '0';
    let state = since;
    for (; cursor !== null;) {
      const page = get(`/orders?since=${since}&cursor=${cursor}`);
      cursor = page.next;
      for (const data of page.data) record('orders', data);
      state = page.data.at(-1)?.updated_at ?? state;
      stateOf('orders', { updated_at: state }, page.data.length);
    }
    statusOf('orders', 'COMPLETE');
  }

  function readTags(): void {
    statusOf('tags', 'STARTED', 'RUNNING');
    let count = 0;
    for (let page = 1, size = 3; size === 3; page++) {
      const { items } = get(`/tags?page=${page}`);
      for (const data of items) record('tags', data);
      size = items.length;
      count += size;
    }
    stateOf('tags', { __ab_no_cursor_state_message: true }, count);
    statusOf('tags', 'COMPLETE');
  }

  function statusOf(name: string, ...all: string[]): void {
    for (const one of all) {
      const stream_status = { stream_descriptor: { name }, status: one };
      say('TRACE', { type: 'STREAM_STATUS', emitted_at: now++, stream_status });
    }
  }

  function record(stream: string, data: object): void {
    say('RECORD', { stream, data, emitted_at: now++ });
  }

  function stateOf(name: string, stream_state: object, recordCount: number): void {
    say('STATE', {
      type: 'STREAM',
      stream: { stream_descriptor: { name }, stream_state },
      sourceStats: { recordCount },
    });
  }
}
