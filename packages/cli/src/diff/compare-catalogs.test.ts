import type { AirbyteStream } from '@headwater/cdk/protocol';
import { expect, test } from 'vitest';
import { compareCatalogs } from './compare-catalogs.ts';

function stream(changed: Partial<AirbyteStream> & { readonly fields?: object } = {}): AirbyteStream {
  const { fields = { id: { type: 'integer' } }, ...entry } = changed;
  return {
    name: 'orders',
    json_schema: { type: 'object', properties: fields },
    supported_sync_modes: ['full_refresh', 'incremental'],
    default_cursor_field: ['updated_at'],
    source_defined_primary_key: [['id']],
    ...entry,
  };
}

const withFields = (fields: object): AirbyteStream => stream({ fields });

/** The changes between two streams, `!` before those that break. */
function changes(before: AirbyteStream[], after: AirbyteStream[]): string[] {
  return compareCatalogs({ streams: before }, { streams: after }).map(
    ({ isBreaking, stream: name, message }) => `${isBreaking ? '!' : ''}${name}: ${message}`,
  );
}

test.each<[string, AirbyteStream, AirbyteStream, string[]]>([
  ['nothing', stream(), stream(), []],
  ['another name', stream(), stream({ name: 'order' }), ['!orders: the stream is gone', 'order: the stream is new']],
  [
    'another namespace',
    stream(),
    stream({ namespace: 'eu' }),
    ['!orders: the stream is gone', 'eu.orders: the stream is new'],
  ],
  [
    'another key',
    stream(),
    stream({ source_defined_primary_key: [['shop', 'id'], ['id']] }),
    ['!orders: primary key id → shop.id, id'],
  ],
  ['no key', stream(), stream({ source_defined_primary_key: [] }), ['!orders: primary key id → none']],
  ['a first key', stream({ source_defined_primary_key: [] }), stream(), ['orders: primary key none → id']],
  ['another cursor', stream(), stream({ default_cursor_field: ['changed'] }), ['!orders: cursor updated_at → changed']],
  [
    'no longer incremental',
    stream(),
    stream({ supported_sync_modes: ['full_refresh'], default_cursor_field: [] }),
    ['!orders: incremental is no longer supported', '!orders: cursor updated_at → none'],
  ],
  [
    'incremental at last',
    stream({ supported_sync_modes: ['full_refresh'], default_cursor_field: [] }),
    stream(),
    ['orders: incremental is supported now', 'orders: cursor none → updated_at'],
  ],
])('%s', (_, before, after, expected) => {
  expect(changes([before], [after])).toEqual(expected);
});

test.each<[string, object, object, string[]]>([
  ['a field that is gone', { a: {}, b: {} }, { a: {} }, ['!orders: field b is gone']],
  ['a new field', { a: {} }, { a: {}, b: { type: 'boolean' } }, ['orders: field b is new (boolean)']],
  ['another type', { a: { type: 'number' } }, { a: { type: 'string' } }, ['!orders: field a: number → string']],
  [
    'null, which every column takes',
    { a: { type: 'number' } },
    { a: { type: ['number', 'null'] } },
    ['orders: field a may be null now'],
  ],
  [
    'no null any more',
    { a: { anyOf: [{ type: 'number' }, { type: 'null' }] } },
    { a: { type: 'number' } },
    ['orders: field a is never null any more'],
  ],
  [
    'a date that was text',
    { a: { type: 'string' } },
    { a: { type: 'string', format: 'date' } },
    ['!orders: field a: string → string (date)'],
  ],
  ['a format without a column type', { a: { type: 'string' } }, { a: { type: 'string', format: 'email' } }, []],
  [
    'a time without its zone',
    { a: { type: 'string', format: 'date-time' } },
    { a: { type: 'string', format: 'date-time', airbyte_type: 'timestamp_without_timezone' } },
    ['!orders: field a: string (date-time) → string (date-time, timestamp_without_timezone)'],
  ],
  [
    'an alternative more',
    { a: { anyOf: [{ type: 'integer' }, { type: 'null' }] } },
    { a: { anyOf: [{ type: 'integer' }, { type: 'string' }] } },
    ['!orders: field a: integer → integer or string'],
  ],
  [
    'inside an object',
    { a: { type: 'object', properties: { b: {}, c: {} } } },
    { a: { type: 'object', properties: { b: {}, d: {} } } },
    ['!orders: field a.c is gone', 'orders: field a.d is new (any)'],
  ],
  [
    'inside a list',
    { a: { type: 'array', items: { type: 'object', properties: { b: { type: 'integer' } } } } },
    { a: { type: 'array', items: { type: 'object', properties: { b: { type: 'string' } } } } },
    ['!orders: field a[].b: integer → string'],
  ],
  [
    'an object that is gone is named, and not its fields',
    { a: { type: 'object', properties: { b: {}, c: {} } } },
    {},
    ['!orders: field a is gone'],
  ],
  [
    'an object that became a text is named, and not its fields',
    { a: { type: 'object', properties: { b: {} } } },
    { a: { type: 'string' } },
    ['!orders: field a: object → string'],
  ],
])('%s', (_, before, after, expected) => {
  expect(changes([withFields(before)], [withFields(after)])).toEqual(expected);
});
