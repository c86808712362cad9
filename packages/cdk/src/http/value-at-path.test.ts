import { expect, test } from 'vitest';
import { valueAtPath } from './value-at-path.ts';

const body = {
  meta: { next: 'p2', zero: 0, nothing: null, off: false },
  items: [{ id: 1 }, { id: 2 }],
  'a.b': 3,
  '': 4,
};

test.each([
  ['', body],
  ['meta.next', 'p2'],
  ['meta.zero', 0],
  ['meta.nothing', null],
  ['meta.off', false],
  ['items.1.id', 2],
  ['items.2.id', undefined],
  ['items.-1', undefined],
  ['meta.missing.deeper', undefined],
  ['meta.next.deeper', undefined],
  ['meta.nothing.deeper', undefined],
  ['meta.', undefined],
  ['constructor', undefined],
  ['meta.__proto__', undefined],
  ['items.map', undefined],
  ['a.b', undefined],
])('the value at "%s" is %j', (path, expected) => {
  expect(valueAtPath(body, path)).toBe(expected);
});

test.each([[null], [undefined], ['text'], [7], [9007199254740993n]])('%s has nothing inside it', (value) => {
  expect(valueAtPath(value, 'length')).toBeUndefined();
  expect(valueAtPath(value, '')).toBe(value);
});

test('a list can be the root', () => {
  expect(valueAtPath([{ a: 1 }], '0.a')).toBe(1);
});
