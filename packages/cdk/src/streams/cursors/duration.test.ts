import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { addDuration, parseDuration } from './duration.ts';
import { type Moment, momentOfMs, splitMoment } from './moment.ts';

const at = (text: string): Moment => momentOfMs(Date.parse(text));
const show = (moment: Moment): string => new Date(splitMoment(moment).ms).toISOString().replace('.000Z', 'Z');

describe('parseDuration', () => {
  const HOUR = 3_600_000_000;

  test.each<[string, number, number]>([
    ['P1D', 0, 24 * HOUR],
    ['P2W', 0, 14 * 24 * HOUR],
    ['P1M', 1, 0],
    ['P1Y', 12, 0],
    ['PT1H', 0, HOUR],
    ['PT1M', 0, HOUR / 60],
    ['PT1S', 0, 1_000_000],
    ['PT0.001S', 0, 1000],
    ['PT0.000001S', 0, 1],
    ['PT1.5S', 0, 1_500_000],
    ['P1Y2M3DT4H', 14, 76 * HOUR],
    ['P1DT12H30M', 0, 36.5 * HOUR],
    ['P0D', 0, 0],
    ['PT36H', 0, 36 * HOUR],
  ])('%s is %d months and %d microseconds', (text, months, microseconds) => {
    expect(parseDuration(text, 'step')).toEqual({ months, microseconds });
  });

  test.each([
    '',
    'P',
    'PT',
    'P1',
    '1D',
    'P1DT',
    'P1H',
    'PT1D',
    'p1d',
    'P-1D',
    '-P1D',
    'P1.5M',
    '1 day',
    'P1D ',
    'P1D1M',
  ])('F: "%s" is none', (text) => {
    const error = thrownBy(() => parseDuration(text, 'lookback'));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(`"lookback" must be an ISO 8601 duration such as "P1D", "P1M" or "PT1H", got "${text}"`);
  });
});

describe('addDuration', () => {
  test.each<[string, string, number, string]>([
    ['2024-01-31', 'P1D', 1, '2024-02-01T00:00:00Z'],
    ['2024-01-31', 'P1M', 1, '2024-02-29T00:00:00Z'],
    ['2023-01-31', 'P1M', 1, '2023-02-28T00:00:00Z'],
    ['2024-01-31', 'P1M', 2, '2024-03-31T00:00:00Z'],
    ['2024-01-31', 'P1M', 3, '2024-04-30T00:00:00Z'],
    ['2024-12-31', 'P2M', 1, '2025-02-28T00:00:00Z'],
    ['2024-02-29', 'P1Y', 1, '2025-02-28T00:00:00Z'],
    ['2024-02-29', 'P1Y', 4, '2028-02-29T00:00:00Z'],
    ['2024-03-31', 'P1M', -1, '2024-02-29T00:00:00Z'],
    ['2024-01-15', 'P1M', -1, '2023-12-15T00:00:00Z'],
    ['2024-03-31', 'P1D', -31, '2024-02-29T00:00:00Z'],
    ['2024-01-31T22:30:00Z', 'P1MT2H', 1, '2024-03-01T00:30:00Z'],
    ['1969-12-31T23:00:00Z', 'PT2H', 1, '1970-01-01T01:00:00Z'],
    ['0099-12-31', 'P1M', 1, '0100-01-31T00:00:00Z'],
  ])('%s and %s %d times is %s', (start, duration, times, expected) => {
    expect(show(addDuration(at(start), parseDuration(duration, 'step'), times))).toBe(expected);
  });

  test('microseconds stay', () => {
    expect(addDuration(at('2024-01-31') + 7, parseDuration('P1M', 'step')) - at('2024-02-29')).toBe(7);
  });

  test('time without end is infinite, not NaN', () => {
    const ages = parseDuration('P999999Y', 'step');
    expect([addDuration(0, ages), addDuration(0, ages, -1)]).toEqual([Infinity, -Infinity]);
  });

  test('each further step is later, and no more than its length', () => {
    const day = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    const length = fc.record({ months: fc.nat(14), microseconds: fc.nat(100_000_000_000) });
    fc.assert(
      fc.property(day, length, fc.integer({ min: 0, max: 50 }), (date, duration, times) => {
        fc.pre(duration.months + duration.microseconds > 0);
        const start = momentOfMs(date.getTime());
        const [before, after] = [addDuration(start, duration, times), addDuration(start, duration, times + 1)];
        expect(after).toBeGreaterThan(before);
        expect(after - before).toBeLessThanOrEqual(duration.months * 31 * 86_400_000_000 + duration.microseconds);
      }),
    );
  });
});
