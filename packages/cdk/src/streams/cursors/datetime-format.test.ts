import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datetimeFormat } from './datetime-format.ts';
import { momentOfMs } from './moment.ts';

const at = (text: string): number => momentOfMs(Date.parse(text));

describe('iso', () => {
  test.each<[string, string]>([
    ['2024-01-31', '2024-01-31T00:00:00Z'],
    ['2024-01-31T10:20', '2024-01-31T10:20:00Z'],
    ['2024-01-31 10:20:30', '2024-01-31T10:20:30Z'],
    ['2024-01-31T10:20:30.5Z', '2024-01-31T10:20:30.500Z'],
    ['2024-01-31T10:20:30.123456+02:00', '2024-01-31T08:20:30.123456Z'],
    ['2024-01-31T10:20:30.000001Z', '2024-01-31T10:20:30.000001Z'],
    ['2024-01-31T10:20:30.123456789Z', '2024-01-31T10:20:30.123456Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
  ])('%s is written %s', (text, expected) => {
    const iso = datetimeFormat('iso');
    expect(iso.format(iso.parse(text) ?? NaN)).toBe(expected);
  });

  test.each([undefined, null, '', 'yesterday', 1706696430, '1706696430', '2024-02-30', {}])('%j is none', (value) => {
    expect(datetimeFormat('iso').parse(value)).toBeUndefined();
  });
});

describe('epochs', () => {
  const moment = at('2024-01-31T10:20:30.123Z') + 456;

  test.each<[string, number]>([
    ['%s', 1706696430],
    ['%s_as_float', 1706696430.123456],
    ['%ms', 1706696430123],
    ['%epoch_microseconds', 1706696430123456],
  ])('%s writes %d, and reads it as a number and as text', (name, value) => {
    const format = datetimeFormat(name);
    expect(format.format(moment)).toBe(value);
    expect(format.format(format.parse(value) ?? NaN)).toBe(value);
    expect(format.parse(String(value))).toBe(format.parse(value));
  });

  test.each<[string, unknown, number]>([
    ['%s', '1706696430.123456789', moment],
    ['%s', -1, -1_000_000],
    ['%s', 0, 0],
    ['%s', '7.', 7_000_000],
    ['%s_as_float', '1706696430', at('2024-01-31T10:20:30Z')],
    ['%ms', 1706696430123.456, moment],
    ['%epoch_microseconds', 1706696430123456n, moment],
    ['%epoch_microseconds', '1706696430123456.7', moment],
  ])('%s reads %s to the microsecond', (name, value, expected) => {
    expect(datetimeFormat(name).parse(value)).toBe(expected);
  });

  test.each([undefined, null, '', 'soon', '2024-01-31', NaN, Infinity, '1e9', '.5', ' 7', true, [7]])(
    '%j is none',
    (value) => {
      for (const name of ['%s', '%s_as_float', '%ms', '%epoch_microseconds']) {
        expect(datetimeFormat(name).parse(value)).toBeUndefined();
      }
    },
  );
});

describe('what is written is read again', () => {
  const moments = fc.integer({ min: at('0001-01-01T00:00:00Z') / 8, max: at('2240-01-01T00:00:00Z') });

  test.each<[string, number]>([
    ['iso', 1],
    ['%epoch_microseconds', 1],
    ['%s_as_float', 1],
    ['%ms', 1000],
    ['%s', 1_000_000],
    ['%Y-%m-%dT%H:%M:%S.%f%z', 1],
    ['%d %b %Y %I:%M:%S.%_ms %p %Z', 1000],
    ['%A, %d %B %Y, %H:%M:%S', 1_000_000],
    ['%Y-%j', 86_400_000_000],
    ['%Y%m%d', 86_400_000_000],
  ])('%s, cut off to %d microseconds', (name, unit) => {
    const format = datetimeFormat(name);
    fc.assert(
      fc.property(moments, (moment) => {
        expect(format.parse(format.format(moment))).toBe(Math.floor(moment / unit) * unit);
      }),
    );
  });
});
