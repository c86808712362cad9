import { expect, test } from 'vitest';

import { FaultList } from './fault-list.ts';
import type { FaultRule } from './fault.ts';

const reset = { kind: 'reset' } as const;
const hang = { kind: 'hang' } as const;
const kindsOf = (list: FaultList, ...paths: string[]): string[] =>
  paths.map((path) =>
    list
      .take(path)
      .map(({ kind }) => kind)
      .join('+'),
  );

test.each<[string, FaultRule, string[]]>([
  ['the first request by default', { fault: reset }, ['reset', '', '', '']],
  ['as many as asked', { times: 2, fault: reset }, ['reset', 'reset', '', '']],
  ['from the one asked', { from: 3, fault: reset }, ['', '', 'reset', '']],
  ['from the one asked, as many as asked', { from: 2, times: 2, fault: reset }, ['', 'reset', 'reset', '']],
  ['all of them', { times: Infinity, fault: reset }, ['reset', 'reset', 'reset', 'reset']],
])('acts on %s', (_, rule, expected) => {
  expect(kindsOf(new FaultList([rule]), '/a', '/a', '/a', '/a')).toEqual(expected);
});

test.each<[string, string | RegExp]>([
  ['the beginning of the path', '/v1/orders'],
  ['a pattern', /^\/v1\/orders\b/],
  ['a pattern with the g flag', /orders/g],
])('counts only the requests that match %s', (_, path) => {
  const list = new FaultList([{ path, from: 2, times: 2, fault: reset }]);
  expect(kindsOf(list, '/v1/orders', '/v1/products', '/v1/orders', '/v1/orders/1/events', '/v1/orders')).toEqual([
    '',
    '',
    'reset',
    'reset',
    '',
  ]);
});

test('counts for each rule by itself, and gives all faults that are due in the order of their rules', () => {
  const list = new FaultList([{ times: Infinity, fault: hang }]);
  list.add({ from: 2, fault: reset });
  expect(kindsOf(list, '/a', '/a', '/a')).toEqual(['hang', 'hang+reset', 'hang']);
});

test('counts from when a rule is added, and forgets rules when cleared', () => {
  const list = new FaultList();
  expect(kindsOf(list, '/a')).toEqual(['']);
  list.add({ times: 5, fault: reset });
  expect(kindsOf(list, '/a')).toEqual(['reset']);
  list.clear();
  expect(kindsOf(list, '/a')).toEqual(['']);
});

test.each([
  [{ from: 0 }, '"from" must be a positive integer, got 0'],
  [{ from: 1.5 }, '"from" must be a positive integer, got 1.5'],
  [{ from: Infinity }, '"from" must be a positive integer, got Infinity'],
  [{ times: 0 }, '"times" must be a positive integer or Infinity, got 0'],
  [{ times: NaN }, '"times" must be a positive integer or Infinity, got NaN'],
])('refuses %o', (bounds, message) => {
  expect(() => new FaultList().add({ ...bounds, fault: reset })).toThrow(new RangeError(message));
});
