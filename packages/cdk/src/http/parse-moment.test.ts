import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMoment } from './parse-moment.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

describe('H2: the moment that a header names', () => {
  test.each([
    ['seconds from now', '30', NOW + 30_000],
    ['a fraction of a second', '0.25', NOW + 250],
    ['seconds since the epoch', '1767225630', NOW + 30_000],
    ['milliseconds since the epoch', '1767225600250', NOW + 250],
    ['an HTTP date', 'Thu, 01 Jan 2026 00:00:30 GMT', NOW + 30_000],
    ['an ISO date', '2026-01-01T00:00:30Z', NOW + 30_000],
    ['an ISO date with an offset', '2026-01-01T01:00:30.5+01:00', NOW + 30_500],
    ['blanks around it', '  30 ', NOW + 30_000],
  ])('as %s', (_, value, moment) => {
    expect(parseMoment(value, NOW)).toBe(moment);
  });

  test.each([undefined, '', '-5', 'soon', '7s', '0x10', '2026-01-01', '2026-01-01T00:00:00', 'Sat, whenever', '1e3'])(
    'none in %j',
    (value) => {
      expect(parseMoment(value, NOW)).toBeUndefined();
    },
  );

  test.each([
    ['ten minutes ahead', 'Thu, 01 Jan 2026 00:10:00 GMT', '1767226230', NOW + 30_000],
    ['an hour behind', 'Wed, 31 Dec 2025 23:00:00 GMT', '2025-12-31T23:00:30Z', NOW + 30_000],
    ['three seconds ahead, which is agreement', 'Thu, 01 Jan 2026 00:00:03 GMT', '1767225630', NOW + 30_000],
    ['no date', 'soon', '1767225630', NOW + 30_000],
    ['ten minutes ahead, where seconds from now are meant', 'Thu, 01 Jan 2026 00:10:00 GMT', '30', NOW + 30_000],
  ])('by a clock of the API that is %s', (_, date, value, moment) => {
    expect(parseMoment(value, NOW, date)).toBe(moment);
  });

  test('every form names the same second', () => {
    const seconds = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const date = new Date(second * 1000);
        const forms = [String(second), String(second * 1000), date.toISOString(), date.toUTCString()];
        expect(new Set(forms.map((form) => parseMoment(form, NOW)))).toEqual(new Set([second * 1000]));
      }),
    );
  });

  test('any text at all gives a number or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const moment = parseMoment(text, NOW);
        expect(moment === undefined || Number.isFinite(moment)).toBe(true);
      }),
    );
  });
});
