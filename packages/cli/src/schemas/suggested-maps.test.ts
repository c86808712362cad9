import { expect, test } from 'vitest';
import type { RecordSchema } from './record-schema.ts';
import { suggestedMaps } from './suggested-maps.ts';
import { profileOf } from './value-profile.ts';

const closed: RecordSchema = { properties: { id: {}, metadata: { properties: { plan: {} } } } };
const maps = (records: readonly object[], schema = closed): string[] =>
  suggestedMaps(profileOf(records as []), schema).map(({ field, keys, type }) => `${field}: ${keys} × ${type}`);
const records = (metadataOf: (id: number) => object): object[] =>
  Array.from({ length: 60 }, (_, id) => ({ id, metadata: metadataOf(id) }));

test('many keys, each rare, with values of one type', () => {
  expect(maps(records((id) => ({ [`ref_${id % 40}`]: 'x', [`ref_${id % 7}`]: null })))).toEqual([
    'metadata: 40 × string',
  ]);
});

test('inside of lists, too', () => {
  const schema: RecordSchema = { properties: { lines: { items: { properties: { a: {} } } } } };
  const lines = Array.from({ length: 60 }, (_, id) => ({ lines: [{ [`ref_${id}`]: id }] }));
  expect(maps(lines, schema)).toEqual(['lines[]: 60 × integer']);
});

test('few keys, keys that most records have, or values of several types are fields', () => {
  expect(maps(records((id) => ({ [`ref_${id % 5}`]: 'x' })))).toEqual([]);
  expect(maps(records(() => Object.fromEntries(Array.from({ length: 40 }, (_, key) => [`f${key}`, 1]))))).toEqual([]);
  expect(maps(records((id) => ({ [`ref_${id}`]: id % 2 ? 'x' : 1 })))).toEqual([]);
  // Of the record itself it would be a strange thing to say.
  expect(maps(Array.from({ length: 60 }, (_, id) => ({ [`ref_${id}`]: 'x' })))).toEqual([]);
});

test('what the schema has as a map, or has no fields for, needs no suggestion', () => {
  const map: RecordSchema = { properties: { metadata: { additionalProperties: { type: 'string' } } } };
  const open: RecordSchema = { properties: { metadata: { type: 'object', additionalProperties: true } } };
  for (const schema of [map, open])
    expect(
      maps(
        records((id) => ({ [`ref_${id}`]: 'x' })),
        schema,
      ),
    ).toEqual([]);
});
