import { expect, test } from 'vitest';
import { thrownBy } from '../../test/run-context.ts';
import { recordList } from './record-list.ts';

const SOURCE = 'response of GET https://api.example.com/v1/items';

test.each([
  [{ items: { a1: { n: 1 }, b2: { n: 2 } } }, 'items'],
  [{ a1: { n: 1 }, b2: { n: 2 } }, ''],
])('the values of an object are records, each with its key in recordKey: %j', (body, recordPath) => {
  expect(recordList(body, { recordPath, recordKey: 'id' }, SOURCE)).toEqual([
    { id: 'a1', n: 1 },
    { id: 'b2', n: 2 },
  ]);
});

test('the key goes before a field of that name; the body stays as it was', () => {
  const body = { a1: { id: null, n: 1 } };
  expect(recordList(body, { recordKey: 'id' }, SOURCE)).toEqual([{ id: 'a1', n: 1 }]);
  expect(body).toEqual({ a1: { id: null, n: 1 } });
});

test('an object without members has no records, nor has an empty array, as PHP writes it', () => {
  expect(recordList({ items: {} }, { recordPath: 'items', recordKey: 'id' }, SOURCE)).toEqual([]);
  expect(recordList({ items: [] }, { recordPath: 'items', recordKey: 'id' }, SOURCE)).toEqual([]);
});

test.each([
  [{ items: [{ n: 1 }] }, 'must have an object of records by key at "items", as recordKey says, got array'],
  [{ items: null }, 'must have an object of records by key at "items", as recordKey says, got null'],
  [{ items: { count: 7 } }, 'must have a record at each key, as recordKey says, got number at "count"'],
])('F: %j has no records by key', (body, message) => {
  const error = thrownBy(() => recordList(body, { recordPath: 'items', recordKey: 'id' }, SOURCE));
  expect(error.message).toBe(`The ${SOURCE} ${message}`);
});
