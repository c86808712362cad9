import { expect, test } from 'vitest';
import { earlierDatetime } from './earlier-datetime.ts';

test.each([
  ['2024-01-14T00:00:00Z', 1, '2024-01-13T23:59:59Z'],
  ['2024-01-14T00:00:00.250Z', 60, '2024-01-13T23:59:00.250Z'],
  ['2024-01-14T00:00:00.250007Z', 1, '2024-01-13T23:59:59.250007Z'],
  ['2024-01-14T02:00:00+02:00', 1, '2024-01-13T23:59:59Z'],
  ['2024-01-14T00:00:00', 1, '2024-01-13T23:59:59'],
  ['2024-01-14 00:00', 1, '2024-01-13T23:59:59'],
  ['2024-01-14', 1, '2024-01-13'],
  ['2024-01-14', 0, '2024-01-14'],
  ['soon', 1, undefined],
  [1705190400, 1, undefined],
])('%j, %d s earlier, is %j', (value, seconds, expected) => {
  expect(earlierDatetime(value, seconds)).toBe(expected);
});
