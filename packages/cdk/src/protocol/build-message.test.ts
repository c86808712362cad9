import { describe, expect, test } from 'vitest';
import { expectProtocolLine, NO_PROTOCOL_SCHEMA, protocolValidator } from '../../test/protocol-schema.ts';
import {
  analyticsTrace,
  catalogMessage,
  connectionStatusMessage,
  controlMessage,
  errorTrace,
  estimateTrace,
  logMessage,
  recordMessage,
  specMessage,
  stateMessage,
  streamStatusTrace,
} from './build-message.ts';
import type { AirbyteMessage } from './messages.ts';

const NOW = 1_767_225_600_000;
const plain = { name: 'orders' };
const spaced = { name: 'orders', namespace: 'shop' };

const messages: readonly (readonly [string, AirbyteMessage, unknown])[] = [
  [
    'RECORD',
    recordMessage(plain, { id: 1, note: null }, NOW),
    { type: 'RECORD', record: { stream: 'orders', emitted_at: NOW, data: { id: 1, note: null } } },
  ],
  [
    'RECORD with a namespace',
    recordMessage(spaced, {}, NOW),
    { type: 'RECORD', record: { stream: 'orders', namespace: 'shop', emitted_at: NOW, data: {} } },
  ],
  [
    'STATE',
    stateMessage(plain, { updated_at: null }, 3),
    {
      type: 'STATE',
      state: {
        type: 'STREAM',
        stream: { stream_descriptor: { name: 'orders' }, stream_state: { updated_at: null } },
        sourceStats: { recordCount: 3 },
      },
    },
  ],
  [
    'STATE with a namespace',
    stateMessage(spaced, { id: 7 }, 0),
    {
      type: 'STATE',
      state: {
        type: 'STREAM',
        stream: { stream_descriptor: { name: 'orders', namespace: 'shop' }, stream_state: { id: 7 } },
        sourceStats: { recordCount: 0 },
      },
    },
  ],
  ['LOG', logMessage('INFO', 'hello'), { type: 'LOG', log: { level: 'INFO', message: 'hello' } }],
  [
    'LOG with a stack',
    logMessage('ERROR', 'hello', 'at x'),
    { type: 'LOG', log: { level: 'ERROR', message: 'hello', stack_trace: 'at x' } },
  ],
  [
    'TRACE ERROR',
    errorTrace({ message: 'm', internal_message: 'i', failure_type: 'config_error', stream_descriptor: spaced }, NOW),
    {
      type: 'TRACE',
      trace: {
        type: 'ERROR',
        emitted_at: NOW,
        error: { message: 'm', internal_message: 'i', failure_type: 'config_error', stream_descriptor: spaced },
      },
    },
  ],
  [
    'TRACE ESTIMATE',
    estimateTrace({ name: 'orders', type: 'STREAM', row_estimate: 5 }, NOW),
    {
      type: 'TRACE',
      trace: { type: 'ESTIMATE', emitted_at: NOW, estimate: { name: 'orders', type: 'STREAM', row_estimate: 5 } },
    },
  ],
  ...(['STARTED', 'RUNNING', 'COMPLETE', 'INCOMPLETE'] as const).map(
    (status) =>
      [
        `TRACE STREAM_STATUS ${status}`,
        streamStatusTrace(spaced, status, NOW),
        {
          type: 'TRACE',
          trace: { type: 'STREAM_STATUS', emitted_at: NOW, stream_status: { stream_descriptor: spaced, status } },
        },
      ] as const,
  ),
  [
    'TRACE STREAM_STATUS of a rate limit',
    streamStatusTrace(plain, 'RUNNING', NOW, { type: 'RATE_LIMITED', rate_limited: { quota_reset: NOW + 5 } }),
    {
      type: 'TRACE',
      trace: {
        type: 'STREAM_STATUS',
        emitted_at: NOW,
        stream_status: {
          stream_descriptor: plain,
          status: 'RUNNING',
          reasons: [{ type: 'RATE_LIMITED', rate_limited: { quota_reset: NOW + 5 } }],
        },
      },
    },
  ],
  [
    'TRACE STREAM_STATUS of a rate limit without end',
    streamStatusTrace(plain, 'RUNNING', NOW, { type: 'RATE_LIMITED' }),
    {
      type: 'TRACE',
      trace: {
        type: 'STREAM_STATUS',
        emitted_at: NOW,
        stream_status: { stream_descriptor: plain, status: 'RUNNING', reasons: [{ type: 'RATE_LIMITED' }] },
      },
    },
  ],
  [
    'TRACE ANALYTICS',
    analyticsTrace({ type: 'pages', value: '3' }, NOW),
    { type: 'TRACE', trace: { type: 'ANALYTICS', emitted_at: NOW, analytics: { type: 'pages', value: '3' } } },
  ],
  [
    'SPEC',
    specMessage({
      documentationUrl: 'https://docs.example.com/x',
      connectionSpecification: { type: 'object', properties: { token: { type: 'string', airbyte_secret: true } } },
      advanced_auth: { auth_flow_type: 'oauth2.0', predicate_key: ['auth'], predicate_value: 'oauth' },
    }),
    {
      type: 'SPEC',
      spec: {
        documentationUrl: 'https://docs.example.com/x',
        connectionSpecification: { type: 'object', properties: { token: { type: 'string', airbyte_secret: true } } },
        advanced_auth: { auth_flow_type: 'oauth2.0', predicate_key: ['auth'], predicate_value: 'oauth' },
      },
    },
  ],
  [
    'CONNECTION_STATUS of success',
    connectionStatusMessage(),
    { type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } },
  ],
  [
    'CONNECTION_STATUS of failure, also with an empty text',
    connectionStatusMessage(''),
    { type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message: '' } },
  ],
  [
    'CATALOG',
    catalogMessage({
      streams: [
        {
          name: 'orders',
          json_schema: { type: 'object' },
          supported_sync_modes: ['full_refresh', 'incremental'],
          source_defined_cursor: true,
          default_cursor_field: ['updated_at'],
          source_defined_primary_key: [['id']],
          is_resumable: true,
        },
      ],
    }),
    {
      type: 'CATALOG',
      catalog: {
        streams: [
          {
            name: 'orders',
            json_schema: { type: 'object' },
            supported_sync_modes: ['full_refresh', 'incremental'],
            source_defined_cursor: true,
            default_cursor_field: ['updated_at'],
            source_defined_primary_key: [['id']],
            is_resumable: true,
          },
        ],
      },
    },
  ],
  [
    'CONTROL',
    controlMessage({ refresh_token: 'r2', note: null }, NOW),
    {
      type: 'CONTROL',
      control: {
        type: 'CONNECTOR_CONFIG',
        emitted_at: NOW,
        connectorConfig: { config: { refresh_token: 'r2', note: null } },
      },
    },
  ],
];

describe('P1: each message has what it must, and no absent member as null', () => {
  test.each(messages)('%s', (_, message, expected) => {
    expect(message).toStrictEqual(expected);
  });
});

describe("each message is valid by the protocol's own schema", () => {
  test.each(messages)('%s', (name, message) => {
    expect(expectProtocolLine(JSON.stringify(message)), name).toEqual(JSON.parse(JSON.stringify(message)));
  });

  test('the schema is there, and refuses what is wrong', ({ skip }) => {
    const validate = protocolValidator();
    skip(validate === undefined, NO_PROTOCOL_SCHEMA);
    expect(validate?.({ type: 'RECORD', record: { stream: 'orders', emitted_at: NOW, data: {} } })).toBe(true);
    for (const wrong of [
      {},
      { type: 'NONE' },
      { type: 'RECORD', record: { stream: 'orders', emitted_at: 'now', data: {} } },
      { type: 'RECORD', record: { stream: 'orders', emitted_at: NOW } },
      { type: 'RECORD', record: { stream: 'orders', emitted_at: NOW, data: [] } },
      { type: 'LOG', log: { level: 'LOUD', message: '' } },
      { type: 'STATE', state: { type: 'STREAM', stream: {} } },
      { type: 'TRACE', trace: { type: 'ERROR', emitted_at: NOW, error: { message: null } } },
    ]) {
      expect(validate?.(wrong), JSON.stringify(wrong)).toBe(false);
    }
  });
});

describe('expectProtocolLine', () => {
  test.each([
    ['', 'Not JSON'],
    ['plain text', 'Not JSON'],
    ['[]', 'Not a JSON object'],
    ['null', 'Not a JSON object'],
    ['{"type":"LOG","log":{"level":"INFO","message":"m"}}\n', 'Not one line'],
    ['{"type":"LOG"}', 'A LOG message must have the member log alone'],
    ['{"type":"LOG","log":{"level":"INFO","message":"m"},"record":null}', 'must have the member log alone'],
    ['{"type":"LOG","log":{"level":"INFO","message":"m","stack_trace":null}}', 'Null at log.stack_trace'],
  ])('refuses %j', (line, text) => {
    expect(() => expectProtocolLine(line)).toThrow(text);
  });
});
