import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isoTime, parseIsoTime } from './iso-time.ts';

test('writes any second of this century as ISO 8601 in UTC', () => {
  fc.assert(
    fc.property(fc.integer({ min: 946_684_800, max: 4_102_444_799 }), (second) => {
      expect(isoTime(second)).toBe(new Date(second * 1000).toISOString().replace('.000Z', 'Z'));
    }),
  );
});

test.each([
  ['2024-02-01', '2024-02-01T00:00:00Z'],
  ['2024-02-29', '2024-02-29T00:00:00Z'],
  ['2024-02-01T10:20:30Z', '2024-02-01T10:20:30Z'],
  ['2024-02-01T10:20', '2024-02-01T10:20:00Z'],
  ['2024-02-01T10:20:30', '2024-02-01T10:20:30Z'],
  ['2024-02-01T10:20:30.25Z', '2024-02-01T10:20:30.250Z'],
  ['2024-02-01T10:20:30,25Z', '2024-02-01T10:20:30.250Z'],
  ['2024-02-01T10:20:30+02:00', '2024-02-01T08:20:30Z'],
  ['2024-02-01T10:20:30-0130', '2024-02-01T11:50:30Z'],
])('reads %s as %s', (text, meaning) => {
  expect(parseIsoTime(text)).toBe(Date.parse(meaning));
});

test.each([
  '',
  'yesterday',
  '2024',
  '2024-02',
  '2024-02-30',
  '2023-02-29',
  '2024-13-01',
  '2024-02-01T25:00:00Z',
  '2024-02-01T10:20:30 02:00',
  '2024-02-01T10:20:30+99:00',
  '1706745600',
  ' 2024-02-01',
])('does not read "%s"', (text) => {
  expect(parseIsoTime(text)).toBeUndefined();
});
