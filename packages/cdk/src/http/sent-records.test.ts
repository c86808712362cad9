import { expect, test } from 'vitest';
import { holdsList, sentRecords } from './sent-records.ts';

test('records are counted over all their batches, and the last of the last batch is the last', () => {
  const first = sentRecords([{ id: 1 }, { id: 2 }]);
  expect(first).toEqual({ count: 2, last: { id: 2 } });
  expect(sentRecords([{ id: 3 }], first)).toEqual({ count: 3, last: { id: 3 } });
  expect(sentRecords([], first)).toEqual({ count: 2, last: { id: 2 } });
  expect(sentRecords([])).toEqual({ count: 0, last: undefined });
});

test('what becomes of the last record does not change what was sent', () => {
  const record: { id?: number } = { id: 7 };
  const sent = sentRecords([record]);
  delete record.id;
  expect(sent.last).toEqual({ id: 7 });
});

test('a list is found by itself, not by an equal one, three objects deep at most', () => {
  const list = [1];
  expect(holdsList(list, list)).toBe(true);
  expect(holdsList({ a: { b: { c: list } } }, list)).toBe(true);
  expect(holdsList({ a: { b: { c: { d: list } } } }, list)).toBe(false);
  expect(holdsList({ a: [1] }, list)).toBe(false);
});
