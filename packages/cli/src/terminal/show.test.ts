import { expect, test } from 'vitest';
import { showBytes, showTime, truncate } from './show.ts';
import { table } from './table.ts';

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1_500, '1.5 s'],
  [200_000, '3 min 20 s'],
])('%d ms is %s', (ms, text) => {
  expect(showTime(ms)).toBe(text);
});

test.each([
  [812, '812 B'],
  [1_449, '1.4 kB'],
  [9_960, '10 kB'],
  [999_600, '1.0 MB'],
  [20_000_000, '20 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(showBytes(bytes)).toBe(text);
});

test('what is too long ends in an ellipsis', () => {
  expect([truncate('abcd', 4), truncate('abcde', 4)]).toEqual(['abcd', 'abc…']);
});

test('a column in which no row has anything is left out; numbers stand at the right', () => {
  const columns = [{ title: 'name' }, { title: 'n', align: 'right' as const }, { title: 'error' }];
  expect(
    table(columns, [
      ['a', '10', ''],
      ['bcdef', '9', ''],
    ]),
  ).toBe('  name    n\n  a      10\n  bcdef   9');
});
