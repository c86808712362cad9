import type { AirbyteStream } from '@headwater/cdk/protocol';
import { describe, expect, test } from 'vitest';
import { findDrift } from './find-drift.ts';

const order: AirbyteStream = {
  name: 'orders',
  supported_sync_modes: ['full_refresh', 'incremental'],
  source_defined_primary_key: [['id']],
  default_cursor_field: ['updated_at'],
  json_schema: {
    type: 'object',
    properties: {
      id: { type: ['integer', 'null'] },
      updated_at: { type: ['string', 'null'], format: 'date-time' },
      total: { type: 'integer', 'x-critical': true },
      note: { type: ['string', 'null'] },
      code: { type: 'string', pattern: '^[A-Z]{3}$' },
      ship: { type: ['object', 'null'], properties: { city: { type: 'string', 'x-critical': true } } },
    },
  },
};
const record = { id: 1, updated_at: '2024-01-01T00:00:00Z', total: 1, note: 'x', code: 'EUR', ship: { city: 'Leeds' } };

/** `kind field: text`, with the reason where it is critical. */
const driftOf = (...records: object[]): string[] =>
  findDrift(order, records as []).map(
    ({ kind, field, text, critical }) => `${kind} ${field}: ${text}${critical === null ? '' : ` (${critical})`}`,
  );

test('records that the schema allows are no drift, also where it allows more', () => {
  expect(driftOf(record)).toEqual([]);
});

describe('worth a warning', () => {
  test('a new field, with how many have it; of one that was never anything but null there is nothing to do', () => {
    expect(driftOf({ ...record, gift: true, void: null }, record)).toEqual([
      'added gift: boolean, in 1 of 2',
      'untyped void: only null so far',
    ]);
  });

  test('a field that is gone, and one that has changed', () => {
    const { note: _, ...rest } = record;
    expect(driftOf({ ...rest, ship: null }, { ...rest, ship: { city: 'Leeds', street: 7 } })).toEqual([
      'gone note: in the schema, and in no record',
      'added ship.street: integer, in 1 of 1',
    ]);
    expect(driftOf({ ...record, note: 1 })).toEqual(['changed note: string, null → string, integer, null']);
  });

  test('a rule that was made by hand, and is broken', () => {
    expect(driftOf(record, { ...record, code: 'eur' })).toEqual([
      'changed code: must match pattern "^[A-Z]{3}$": 1 of 2 do not',
    ]);
  });

  test('a stream without records', () => {
    expect(driftOf()).toEqual(['empty : no records']);
  });
});

describe('critical', () => {
  test('the key: gone, changed, null or missing in a single record, whatever the schema allows', () => {
    const { id: _, ...rest } = record;
    expect(driftOf(rest)).toEqual(['gone id: in the schema, and in no record (primary key)']);
    expect(driftOf({ ...record, id: 'a1' })).toEqual([
      'changed id: integer, null → integer, string, null (primary key)',
    ]);
    expect(driftOf(record, { ...record, id: null }, rest)).toEqual([
      'changed id: missing in 2 of 3 records (primary key)',
    ]);
  });

  test('the cursor: gone, without its format, or never anything but null; null in some records is none', () => {
    const { updated_at: _, ...rest } = record;
    expect(driftOf(rest)).toEqual(['gone updated_at: in the schema, and in no record (cursor)']);
    expect(driftOf({ ...record, updated_at: 'yesterday' })).toEqual([
      'changed updated_at: format date-time → any text (cursor)',
    ]);
    expect(driftOf({ ...record, updated_at: null })).toEqual(['changed updated_at: never anything but null (cursor)']);
    expect(driftOf(record, { ...record, updated_at: null })).toEqual([]);
  });

  test('a field that the schema marks, also inside of one that is gone, changed, or null', () => {
    expect(driftOf({ ...record, total: 1.5 })).toEqual(['changed total: integer → number (x-critical)']);
    const { ship: _, ...rest } = record;
    expect(driftOf(rest)).toEqual(['gone ship: in the schema, and in no record (x-critical)']);
    expect(driftOf({ ...record, ship: 'Leeds' })).toEqual([
      'changed ship: object, null → object, string, null (x-critical)',
    ]);
    expect(driftOf({ ...record, ship: null })).toEqual([
      'gone ship.city: in the schema, and in no record (x-critical)',
    ]);
  });

  test('a stream that the schema marks as a whole is never empty', () => {
    const stream = { ...order, json_schema: { ...order.json_schema, 'x-critical': true } };
    expect(findDrift(stream, [])).toEqual([{ kind: 'empty', field: '', text: 'no records', critical: 'x-critical' }]);
    expect(findDrift(stream, [record])).toEqual([]);
  });
});
