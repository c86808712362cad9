import { expect, test } from 'vitest';
import { withTextReplaced, withValueAt } from './config-values.ts';

const config = { a: 'old', b: { c: ['old', { d: 'old' }, 'older'], e: null }, f: 7 };

test('withTextReplaced puts a text in the place of another, wherever that stands as a whole', () => {
  expect(withTextReplaced(config, 'old', 'new')).toEqual({
    a: 'new',
    b: { c: ['new', { d: 'new' }, 'older'], e: null },
    f: 7,
  });
  expect(config.a).toBe('old');
});

test.each([
  ['f', { ...config, f: 'v' }],
  ['b.e', { ...config, b: { ...config.b, e: 'v' } }],
  ['b.x.y', { ...config, b: { ...config.b, x: { y: 'v' } } }],
  ['new', { ...config, new: 'v' }],
  ['a.b', { ...config, a: { b: 'v' } }],
])('withValueAt puts a value at %s', (path, expected) => {
  expect(withValueAt(config, path, 'v')).toEqual(expected);
});
