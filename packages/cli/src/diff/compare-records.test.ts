import type { JsonObject } from '@headwater/cdk/protocol';
import { describe, expect, test } from 'vitest';
import { compareRecords } from './compare-records.ts';
import type { RecordKey } from './pair-records.ts';

const id = (value: number, fields: JsonObject = {}): JsonObject => ({ id: value, ...fields });

function compare(
  before: readonly JsonObject[],
  after: readonly JsonObject[],
  options: { readonly key?: RecordKey; readonly isSameSource?: boolean } = {},
): { readonly counts: number[]; readonly changes: string[] } {
  const { counts, changes } = compareRecords(before, after, { key: [['id']], isSameSource: true, ...options });
  return {
    counts: [counts.added, counts.gone, counts.changed],
    changes: changes.map(({ isBreaking, message }) => `${isBreaking ? '!' : ''}${message}`),
  };
}

test.each<[string, JsonObject[], JsonObject[], number[], string[]]>([
  ['the same', [id(1), id(2)], [id(1), id(2)], [0, 0, 0], []],
  [
    'records that are gone',
    [id(1), id(2), id(3), id(4), id(5)],
    [id(3)],
    [0, 4, 0],
    ['!4 records (id 1, 2, 4, …) no longer read'],
  ],
  ['a record more', [id(1)], [id(1), id(2)], [1, 0, 0], ['1 record (id 2) read that were not before']],
  ['another order', [id(1), id(2)], [id(2), id(1)], [0, 0, 0], ['the records come in another order']],
  ['a record that came twice, as it came last', [id(1, { a: 1 }), id(2), id(1)], [id(1), id(2)], [0, 0, 0], []],
  [
    'records without a value in their key',
    [id(1), {}, {}],
    [id(1), {}],
    [0, 1, 0],
    ['!1 record (id null) no longer read'],
  ],
  [
    'other values',
    [id(1, { a: 1 }), id(2, { a: 2 })],
    [id(1, { a: 1 }), id(2, { a: 3 })],
    [0, 0, 1],
    ['field a has other values in 1 record: 2 → 3 (id 2)'],
  ],
  [
    'values of another type',
    [id(1, { a: 1 })],
    [id(1, { a: '1' })],
    [0, 0, 1],
    ['!values of field a: number → string in 1 record: 1 → "1" (id 1)'],
  ],
  [
    'a field that has no values any more',
    [id(1, { a: 1 }), id(2, { a: null })],
    [id(1, { a: null }), id(2)],
    [0, 0, 1],
    ['!field a has no values any more'],
  ],
  [
    'a field that has some values less',
    [id(1, { a: 1 }), id(2, { a: 2 })],
    [id(1), id(2, { a: 2 })],
    [0, 0, 1],
    ['field a has other values in 1 record: 1 → absent (id 1)'],
  ],
  ['null for absent', [id(1, { a: null })], [id(1)], [0, 0, 0], []],
  [
    'inside an object',
    [id(1, { a: { b: 1, c: [1, 2] } })],
    [id(1, { a: { c: [2, 1], b: 1 } })],
    [0, 0, 1],
    ['field a.c has other values in 1 record: [1,2] → [2,1] (id 1)'],
  ],
  ['the order of members', [id(1, { a: [{ b: 1, c: 2 }] })], [id(1, { a: [{ c: 2, b: 1 }] })], [0, 0, 0], []],
])('%s', (_, before, after, counts, changes) => {
  expect(compare(before, after)).toEqual({ counts, changes });
});

test('P15: integers beyond 2^53 are compared digit for digit', () => {
  const [before, after] = [9007199254740993n, 9007199254740992n].map((a) => [id(1, { a: a as never })]);
  expect(compare(before ?? [], after ?? []).changes).toEqual([
    'field a has other values in 1 record: 9007199254740993 → 9007199254740992 (id 1)',
  ]);
});

test('a key of several fields, one of them inside an object', () => {
  const record = (shop: string, value: number): JsonObject => ({ shop: { name: shop }, id: value });
  const { changes } = compare([record('a', 1), record('b', 1)], [record('a', 1)], { key: [['shop', 'name'], ['id']] });
  expect(changes).toEqual(['!1 record (shop.name/id "b"/1) no longer read']);
});

describe('without a key whole records are compared', () => {
  test('each of them counts', () => {
    expect(compare([id(1), id(1)], [id(1)], { key: [] }).changes).toEqual(['!1 record no longer read']);
  });

  test('one that changed is gone, and another is added', () => {
    const found = compare([id(1, { a: 1 }), id(2)], [id(2), id(1, { a: 2 })], { key: [] });
    expect(found).toEqual({
      counts: [1, 1, 0],
      changes: ['!1 record no longer read', '1 record read that were not before'],
    });
  });
});

describe('records that belong to none of the other version', () => {
  const compareAll = (before: JsonObject[], after: JsonObject[], key: RecordKey = []): string[] =>
    compare(before, after, { key, isSameSource: false }).changes.filter((change) => change.startsWith('!'));

  test.each<[string, JsonObject[], JsonObject[], string[]]>([
    [
      'all ids become text',
      [id(1), id(2)],
      [{ id: '1' }, { id: '2' }],
      ['!values of field id: number → string in 2 records: 1 → "1"'],
    ],
    ['a type that some had before is none', [id(1), { id: 'x' }], [id(3), { id: 'y' }], []],
    [
      'a type that none had before is one',
      [id(1, { a: 1 }), id(2, { a: 'x' })],
      [id(1, { a: [] }), id(2, { a: 'y' })],
      ['!values of field a: number or string → array in 1 record: 1 → []'],
    ],
    [
      'an object becomes text',
      [id(1, { a: { b: 1 } })],
      [id(1, { a: 'b=1' })],
      ['!values of field a: object → string in 1 record: {"b":1} → "b=1"', '!field a.b has no values any more'],
    ],
    ['a field that all had is in none', [id(1, { a: 1 })], [id(1)], ['!field a has no values any more']],
    ['one that some had may be gone with them', [id(1, { a: 1 }), id(2)], [id(3)], []],
    ['a field that had no values has no type', [id(1, { a: null })], [id(1, { a: 'x' })], []],
    ['a read that gives nothing has no types', [id(1)], [], []],
  ])('%s', (_, before, after, changes) => {
    expect(compareAll(before, after)).toEqual(changes);
  });

  test('with a key that is of another type itself', () => {
    expect(compareAll([id(1)], [{ id: '1' }], [['id']])).toEqual([
      '!values of field id: number → string in 1 record: 1 → "1" (id "1")',
    ]);
  });
});

test('what is gone from a live API may have been deleted there', () => {
  expect(compare([id(1)], [], { isSameSource: false }).changes).toEqual(['1 record (id 1) no longer read']);
});
