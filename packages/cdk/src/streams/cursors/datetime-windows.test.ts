import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { DatetimeWindows, type DatetimeWindowsOptions } from './datetime-windows.ts';

const NOW = Date.parse('2024-03-03T09:00:00.500Z');

/** Each window as the API is asked for it, after a state of the given intervals. */
function windows(
  options: Partial<DatetimeWindowsOptions>,
  state: readonly (readonly [unknown, unknown])[] = [],
): (string | number)[][] {
  const declared = new DatetimeWindows({ start: '2024-03-01', ...options });
  const done = declared.done(
    state.map(([start, end]) => ({ start: declared.parse(start) ?? NaN, end: declared.parse(end) ?? NaN })),
  );
  return [...declared.windows(done, NOW)].map(({ start, end }) => [start, end]);
}

describe('I3: windows as they are asked for', () => {
  test.each<[string, Partial<DatetimeWindowsOptions>, (string | number)[][]]>([
    ['all up to the present', {}, [['2024-03-01T00:00:00Z', '2024-03-03T09:00:00.500Z']]],
    ['up to an end', { end: '2024-03-02' }, [['2024-03-01T00:00:00Z', '2024-03-02T00:00:00Z']]],
    ['never beyond the present', { end: '2030-01-01' }, [['2024-03-01T00:00:00Z', '2024-03-03T09:00:00.500Z']]],
    [
      'shared bounds without a granularity',
      { step: 'P2D' },
      [
        ['2024-03-01T00:00:00Z', '2024-03-03T00:00:00Z'],
        ['2024-03-03T00:00:00Z', '2024-03-03T09:00:00.500Z'],
      ],
    ],
    [
      'whole seconds',
      { step: 'P2D', granularity: 'PT1S', format: '%s' },
      [
        [1709251200, 1709423999],
        [1709424000, 1709456400],
      ],
    ],
    [
      'whole days',
      { step: 'P1D', granularity: 'P1D', format: '%Y-%m-%d' },
      [
        ['2024-03-01', '2024-03-01'],
        ['2024-03-02', '2024-03-02'],
        ['2024-03-03', '2024-03-03'],
      ],
    ],
    [
      'a Date as the start',
      { start: new Date('2024-03-03T00:00:00Z'), format: '%ms' },
      [[1709424000000, 1709456400500]],
    ],
    ['a start in the format of the API', { start: '1709424000', format: '%s' }, [[1709424000, 1709456400]]],
    ['a start in the future: none', { start: '2030-01-01' }, []],
  ])('%s', (_, options, expected) => {
    expect(windows(options)).toEqual(expected);
  });

  test('after a state, from its end less the lookback', () => {
    const options = { granularity: 'P1D', format: '%Y-%m-%d' };
    const state = [['2024-03-01', '2024-03-02']] as const;
    expect(windows(options, state)).toEqual([['2024-03-02', '2024-03-03']]);
    expect(windows({ ...options, lookback: 'P1D' }, state)).toEqual([['2024-03-01', '2024-03-03']]);
  });

  test('I4: after ranges side by side, from the end of the last; a gap is asked for from the end before it', () => {
    const days = { granularity: 'P1D', format: '%Y-%m-%d' };
    const state = [
      ['2024-03-02', '2024-03-02'],
      ['2024-03-01', '2024-03-01'],
    ] as const;
    expect(windows(days, state)).toEqual([['2024-03-02', '2024-03-03']]);
    expect(
      windows({ ...days, granularity: 'PT1S', format: 'iso' }, [
        ['2024-03-02T00:00:00Z', '2024-03-03T00:00:00Z'],
        ['2024-03-01T00:00:00Z', '2024-03-01T23:59:58Z'],
      ])[0],
    ).toEqual(['2024-03-01T23:59:58Z', '2024-03-01T23:59:59Z']);
  });

  test('C5: after a state in the future, none', () => {
    expect(windows({}, [['2024-03-01', '2999-01-01']])).toEqual([]);
  });
});

test('claims go on from the state, and wait for the lookback', () => {
  const declared = new DatetimeWindows({ start: '2024-03-01', step: 'P1D', granularity: 'P1D', lookback: 'P1D' });
  const done = declared.done([{ start: declared.start, end: declared.parse('2024-03-02') ?? NaN }]);
  const claimed = declared.claims(done);
  const claims = [...declared.windows(done, NOW)].map(({ startMoment: start, endMoment: end }) => {
    claimed.finish({ start, end });
    return declared.format(claimed.done.contiguousEnd(declared.start) ?? NaN);
  });
  expect(claims).toEqual(['2024-03-02T00:00:00Z', '2024-03-03T00:00:00Z', '2024-03-03T09:00:00.500Z']);
});

describe('values of records', () => {
  test.each<[string, Partial<DatetimeWindowsOptions>, unknown, number | undefined]>([
    ['in the format of the API', { format: '%s' }, 1709424000, 1709424000e6],
    ['or in ISO 8601', { format: '%s' }, '2024-03-03', 1709424000e6],
    ['in the formats that were declared', { cursorFormats: ['%d.%m.%Y', '%ms'] }, '03.03.2024', 1709424000e6],
    ['in the second of them', { cursorFormats: ['%d.%m.%Y', '%ms'] }, 1709424000000, 1709424000e6],
    ['in no other', { cursorFormats: ['%d.%m.%Y'] }, '2024-03-03', undefined],
    ['none', {}, null, undefined],
  ])('%s', (_, options, value, expected) => {
    expect(new DatetimeWindows({ start: '2024-03-01', ...options }).parse(value)).toBe(expected);
  });
});

describe('F: options that are wrong', () => {
  const duration = 'an ISO 8601 duration such as "P1D", "P1M" or "PT1H"';

  test.each<[object, string]>([
    [{ start: 'yesterday' }, '"start" must be an ISO 8601 date or date and time, got "yesterday"'],
    [{ start: '2024-02-30' }, '"start" must be an ISO 8601 date or date and time, got "2024-02-30"'],
    [{ start: undefined }, '"start" must be an ISO 8601 date or date and time, got nothing'],
    [{ start: new Date(NaN) }, '"start" must be an ISO 8601 date or date and time, got null'],
    [{ end: '' }, '"end" must be an ISO 8601 date or date and time, got ""'],
    [
      { start: '1.1.2024', format: '%Y-%m-%d' },
      '"start" must be an ISO 8601 date or date and time or of the format "%Y-%m-%d", got "1.1.2024"',
    ],
    [{ end: '2024-02-29' }, '"end" must not be before "start", got "2024-02-29" and "2024-03-01"'],
    [{ step: '1 day' }, `"step" must be ${duration}, got "1 day"`],
    [{ step: 'P0D' }, '"step" must be at least PT0.000001S, got "P0D"'],
    [{ step: 'PT1S', granularity: 'PT1M' }, '"step" must be at least PT1M, got "PT1S"'],
    [{ lookback: '-P1D' }, `"lookback" must be ${duration}, got "-P1D"`],
    [{ granularity: 'P1M' }, '"granularity" must be at least PT0.000001S and at most P1D, got "P1M"'],
    [{ granularity: 'PT0S' }, '"granularity" must be at least PT0.000001S and at most P1D, got "PT0S"'],
    [
      { granularity: 'PT1S', format: '%Y-%m-%d' },
      '"granularity" must not be finer than the format "%Y-%m-%d" can write, or records are lost between two windows, got "PT1S"',
    ],
    [
      { granularity: 'PT0.001S', format: '%s' },
      '"granularity" must not be finer than the format "%s" can write, or records are lost between two windows, got "PT0.001S"',
    ],
  ])('%j', (options, message) => {
    const error = thrownBy(() => new DatetimeWindows({ start: '2024-03-01', ...options }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(message);
  });

  test('a format that is none', () => {
    const message = thrownBy(() => new DatetimeWindows({ start: '2024-03-01', cursorFormats: ['iso8601'] })).message;
    expect(message).toContain('Datetime format "iso8601" has no %Y or %y');
  });
});
