import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDatetimes, epochOf, isIsoDatetime } from './compare-datetimes.ts';

describe('isIsoDatetime', () => {
  test.each([
    '2024-01-31',
    '2024-02-29',
    '2023-02-28',
    '2024-01-31T10:20',
    '2024-01-31T10:20Z',
    '2024-01-31T10:20:30Z',
    '2024-01-31t10:20:30z',
    '2024-01-31 10:20:30',
    '2024-01-31 10:20:30.123456+02:00',
    '2024-01-31T10:20:30.1Z',
    '2024-01-31T10:20:30.123456789Z',
    '2024-01-31T10:20:30-0530',
  ])('%s is one', (value) => {
    expect([isIsoDatetime(value), Number.isNaN(epochOf(value))]).toEqual([true, false]);
  });

  test.each([
    '',
    'yesterday',
    '2024',
    '2024-01',
    '2024-1-1',
    '2024-13-01',
    '2024-00-10',
    '2024-01-32',
    '2024-01-00',
    '2024-02-30',
    '2023-02-29',
    '2024-04-31T10:20:30Z',
    '2024-01-31T',
    '2024-01-31T10',
    '2024-01-31T25:00',
    '2024-01-31T10:60',
    '2024-01-31T10:20:61Z',
    '2024-01-31T10:20:30.Z',
    '2024-01-31T10:20:30+25:00',
    '2024-01-31T10:20:30+1',
    '2024-01-31Z',
    ' 2024-01-31',
    '2024-01-31T10:20:30Z ',
    '1706696430',
    'Wed, 31 Jan 2024 10:20:30 GMT',
    '31/01/2024',
  ])('"%s" is none', (value) => {
    expect(isIsoDatetime(value)).toBe(false);
  });
});

describe('epochOf', () => {
  test.each([
    ['2024-01-31', '2024-01-31T00:00:00.000Z'],
    ['2024-01-31T10:20', '2024-01-31T10:20:00.000Z'],
    ['2024-01-31 10:20:30', '2024-01-31T10:20:30.000Z'],
    ['2024-01-31T10:20:30.5', '2024-01-31T10:20:30.500Z'],
    ['2024-01-31T10:20:30+02:00', '2024-01-31T08:20:30.000Z'],
    ['2024-01-31 10:20:30+0200', '2024-01-31T08:20:30.000Z'],
    ['2024-01-31T23:00:00-01:30', '2024-02-01T00:30:00.000Z'],
    ['2024-01-31T10:20:30.123999Z', '2024-01-31T10:20:30.123Z'],
  ])('%s is %s, without a zone UTC', (value, expected) => {
    expect(new Date(epochOf(value)).toISOString()).toBe(expected);
  });
});

describe('compareDatetimes', () => {
  test.each<[string, string, number]>([
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', 0],
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z', -1],
    ['2024-01-01', '2024-01-01T00:00:00Z', 0],
    ['2024-01-01', '2024-01-01T00:00:00.001Z', -1],
    ['2024-01-01T00:00:00', '2024-01-01T00:00:00Z', 0],
    ['2024-01-01 00:00:00Z', '2024-01-01T00:00:00Z', 0],
    ['2024-01-01 23:00:00Z', '2024-01-01T01:00:00Z', 1],
    ['2024-01-01T00:00:00z', '2024-01-01T00:00:00Z', 0],
    ['2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00Z', 0],
    ['2024-01-01T00:00:00.5Z', '2024-01-01T00:00:00.500000Z', 0],
    ['2024-01-01T02:00:00+02:00', '2024-01-01T00:00:00Z', 0],
    ['2024-01-01T01:59:59+02:00', '2024-01-01T00:00:00Z', -1],
    ['2024-01-01T00:30:00+01:00', '2024-01-01T00:15:00+00:30', -1],
    ['2024-01-01T00:00:00.0001Z', '2024-01-01T00:00:00.0002Z', -1],
    ['2024-01-01T00:00:00.123456Z', '2024-01-01T00:00:00.123Z', 1],
    ['2024-01-01T02:00:00.123456+02:00', '2024-01-01T00:00:00.1234567Z', -1],
    ['2024-01-01T00:00:00.123456789Z', '2024-01-01T00:00:00.123456788Z', 1],
    ['9999-12-31T00:00:00Z', '0001-01-01T00:00:00Z', 1],
  ])('%s and %s: %d', (a, b, sign) => {
    expect(Math.sign(compareDatetimes(a, b))).toBe(sign);
    expect(Math.sign(compareDatetimes(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  const moment = fc.integer({ min: Date.parse('1971-01-01T00:00:00Z'), max: Date.parse('2090-01-01T00:00:00Z') });

  /** Writes a moment with an offset from UTC, and with separators of many kinds. */
  function write(ms: number, offsetMinutes: number, separator: string, zone: string): string {
    if (zone !== 'offset') return new Date(ms).toISOString().replace('T', separator).replace('Z', zone);
    const local = new Date(ms + offsetMinutes * 60_000).toISOString().replace('T', separator).slice(0, -1);
    const size = Math.abs(offsetMinutes);
    const digits = (value: number): string => String(value).padStart(2, '0');
    return `${local}${offsetMinutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
  }

  test('agrees with Date to the millisecond, in any zone and with any separator', () => {
    const written = fc.record({
      offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
      separator: fc.constantFrom('T', 't', ' '),
      zone: fc.constantFrom('Z', 'z', '', 'offset'),
    });
    fc.assert(
      fc.property(
        moment,
        fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -1e9, max: 1e9 })),
        written,
        written,
        (ms, step, x, y) => {
          const a = write(ms, x.offset, x.separator, x.zone);
          const b = write(ms + step, y.offset, y.separator, y.zone);
          expect([isIsoDatetime(a), isIsoDatetime(b)]).toEqual([true, true]);
          expect(Math.sign(compareDatetimes(a, b)), `${a} and ${b}`).toBe(Math.sign(-step) + 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('orders fractions finer than a millisecond', () => {
    fc.assert(
      fc.property(moment, fc.nat(999_999), fc.nat(999_999), fc.boolean(), (ms, a, b, isOffset) => {
        const text = (nanos: number): string =>
          new Date(ms).toISOString().replace('Z', String(nanos).padStart(6, '0') + (isOffset ? '+00:00' : 'Z'));
        expect(Math.sign(compareDatetimes(text(a), text(b)))).toBe(Math.sign(a - b));
      }),
    );
  });
});
