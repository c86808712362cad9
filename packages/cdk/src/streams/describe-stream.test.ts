import { describe, expect, test } from 'vitest';
import { expectProtocolLine } from '../../test/protocol-schema.ts';
import { rejectionOf } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { catalogMessage } from '../protocol/build-message.ts';
import { describeStream, schemaOf } from './describe-stream.ts';
import { Stream } from './stream.ts';

interface Parts {
  readonly schema?: unknown;
  readonly primaryKey?: string | readonly string[] | undefined;
  readonly cursorField?: string;
  readonly namespace?: string;
}

class TestStream extends Stream<any> {
  readonly name = 'orders';
  override readonly primaryKey: string | readonly string[] | undefined;
  readonly schema: unknown;

  constructor({ schema = SCHEMA, primaryKey, cursorField, namespace }: Parts = {}) {
    super();
    this.schema = schema;
    this.primaryKey = primaryKey;
    Object.assign(this, { cursorField, namespace });
  }

  getJsonSchema(): any {
    return this.schema;
  }

  async *readPages(): AsyncIterable<never> {}
}

const SCHEMA = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    line: { type: 'integer' },
    updated_at: { type: 'string', format: 'date-time' },
    address: { type: ['null', 'object'] },
    tags: { type: 'array' },
    anything: true,
  },
};

describe('P14: the entry of a stream in the catalog', () => {
  test.each<[string, Parts, object]>([
    ['without key and cursor', {}, { supported_sync_modes: ['full_refresh'], is_resumable: false }],
    [
      'with a key',
      { primaryKey: 'id' },
      { supported_sync_modes: ['full_refresh'], source_defined_primary_key: [['id']], is_resumable: false },
    ],
    [
      'with a key of several fields',
      { primaryKey: ['id', 'line'] },
      { supported_sync_modes: ['full_refresh'], source_defined_primary_key: [['id'], ['line']], is_resumable: false },
    ],
    ['with a key of no field', { primaryKey: [] }, { supported_sync_modes: ['full_refresh'], is_resumable: false }],
    [
      'with a cursor',
      { cursorField: 'updated_at' },
      {
        supported_sync_modes: ['full_refresh', 'incremental'],
        source_defined_cursor: true,
        default_cursor_field: ['updated_at'],
        is_resumable: true,
      },
    ],
    [
      'with a namespace',
      { namespace: 'shop' },
      { namespace: 'shop', supported_sync_modes: ['full_refresh'], is_resumable: false },
    ],
    [
      'with fields whose type is open',
      { primaryKey: 'anything', cursorField: 'anything' },
      {
        supported_sync_modes: ['full_refresh', 'incremental'],
        source_defined_cursor: true,
        default_cursor_field: ['anything'],
        source_defined_primary_key: [['anything']],
        is_resumable: true,
      },
    ],
  ])('%s', async (_, parts, expected) => {
    const entry = await describeStream(new TestStream(parts));
    expect(entry).toStrictEqual({ name: 'orders', json_schema: SCHEMA, ...expected });
    expect(() => expectProtocolLine(JSON.stringify(catalogMessage({ streams: [entry] })))).not.toThrow();
  });

  test('the schema has no $ref left, and may come as a promise', async () => {
    const schema = Promise.resolve({
      definitions: { id: { type: 'integer' } },
      properties: { id: { $ref: '#/definitions/id' } },
    });
    const stream = new TestStream({ schema, primaryKey: 'id' });
    expect((await describeStream(stream)).json_schema).toEqual({ properties: { id: { type: 'integer' } } });
  });
});

describe('P14: a stream that cannot be described', () => {
  test.each<[string, Parts, string]>([
    [
      'a key that is not in the schema',
      { primaryKey: 'uuid' },
      'Stream "orders" has the primary key "uuid", which is not in its schema',
    ],
    [
      'the second field of a key',
      { primaryKey: ['id', 'uuid'] },
      'Stream "orders" has the primary key "uuid", which is not in its schema',
    ],
    [
      'a cursor that is not in the schema',
      { cursorField: 'seen_at' },
      'Stream "orders" has the cursor field "seen_at", which is not in its schema',
    ],
    [
      'a name that every object has',
      { primaryKey: 'constructor' },
      'Stream "orders" has the primary key "constructor", which is not in its schema',
    ],
    [
      'a schema without properties',
      { schema: { type: 'object' }, primaryKey: 'id' },
      'Stream "orders" has the primary key "id", which is not in its schema',
    ],
    [
      'a cursor that is an object',
      { cursorField: 'address' },
      'Stream "orders" has the cursor field "address", which its schema says is null or object: a cursor must be a scalar',
    ],
    [
      'a cursor that is a list',
      { cursorField: 'tags' },
      'Stream "orders" has the cursor field "tags", which its schema says is array: a cursor must be a scalar',
    ],
    ['a schema that is a list', { schema: [] }, 'The schema of stream "orders" must be an object, got array'],
    ['a schema that is text', { schema: '{}' }, 'The schema of stream "orders" must be an object, got string'],
    ['a schema that is null', { schema: null }, 'The schema of stream "orders" must be an object, got null'],
    [
      'a reference that leads nowhere',
      { schema: { $ref: '#/x' } },
      'The schema of stream "orders" has a $ref that leads nowhere: #/x',
    ],
    [
      'a namespace in the text',
      { namespace: 'shop', primaryKey: 'uuid' },
      'Stream "shop.orders" has the primary key "uuid", which is not in its schema',
    ],
  ])('%s', async (_, parts, message) => {
    const error = await rejectionOf(describeStream(new TestStream(parts)));
    expect(error).toBeInstanceOf(ConnectorError);
    expect([error.message, error.failureType]).toEqual([message, 'system_error']);
  });

  test('what getJsonSchema throws is thrown on', async () => {
    const stream = new TestStream();
    stream.getJsonSchema = () => {
      throw new Error('no file');
    };
    await expect(schemaOf(stream)).rejects.toThrow('no file');
  });
});
