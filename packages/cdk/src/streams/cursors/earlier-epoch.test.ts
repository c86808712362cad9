import { expect, test } from 'vitest';
import { earlierEpoch } from './earlier-epoch.ts';

test.each<[unknown, number, unknown]>([
  [1_704_844_800, 3600, 1_704_841_200],
  [1_704_844_800.25, 1.5, 1_704_844_798.25],
  [1_704_844_800_000, 3600, 1_704_841_200_000],
  [1_704_844_800_000_000, 1, 1_704_844_799_000_000],
  [1_704_844_800_000_000_001n, 1, 1_704_844_799_000_000_001n],
  ['1704844800', 3600, '1704841200'],
  ['1704844800.123456', 1, '1704844799.123456'],
  ['01704844800', 1, '01704844799'],
  [946_684_800, 1, 946_684_799],
])('%s, %d s earlier, is %s', (value, seconds, expected) => {
  expect(earlierEpoch(value, seconds)).toBe(expected);
});

test.each([
  ['a counter', 10_201],
  ['a counter with many digits', 20_000_000_000],
  ['a negative number', -1_704_844_800],
  ['a day without separators', '20240110'],
  ['a second without separators', '20240110235959'],
  ['a datetime', '2024-01-10T00:00:00Z'],
  ['a word', 'soon'],
  ['nothing', undefined],
])('%s is no time since 1970', (_what, value) => {
  expect(earlierEpoch(value, 1)).toBeUndefined();
});
