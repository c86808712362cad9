import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../protocol/json.ts';
import { partitionKey } from './partition-key.ts';

test.each<[JsonObject, string]>([
  [{}, '{}'],
  [{ parent_slice: {}, parent_id: 1 }, '{"parent_id":1,"parent_slice":{}}'],
  [{ b: { d: 1, c: [{ f: 1, e: 2 }] }, a: null }, '{"a":null,"b":{"c":[{"e":2,"f":1}],"d":1}}'],
  [{ a: undefined, b: 1 }, '{"b":1}'],
])('%j', (partition, key) => {
  expect(partitionKey(partition)).toBe(key);
});

test('P15: an integer beyond 2^53 keeps its digits', () => {
  expect(partitionKey({ id: 9007199254740993n })).toBe('{"id":9007199254740993}');
});

test('numbers and text are not the same, nor are lists in another order', () => {
  expect(partitionKey({ id: 1 })).not.toBe(partitionKey({ id: '1' }));
  expect(partitionKey({ ids: [1, 2] })).not.toBe(partitionKey({ ids: [2, 1] }));
});

test('the order of members makes no difference at any depth', () => {
  const reversed = (value: JsonValue | undefined): JsonValue => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value ?? null;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, member]) => [name, reversed(member)]),
    );
  };
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>, (partition) => {
      const key = partitionKey(partition);
      expect(partitionKey(reversed(partition) as JsonObject)).toBe(key);
      expect(JSON.parse(key)).toEqual(JSON.parse(JSON.stringify(partition)));
    }),
  );
});
