import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../../test/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { expiryOf, timeOf } from './token-response.ts';

const ASKED = 1_000_000;

describe('expiryOf', () => {
  test.each([
    ['a number of seconds', { expires_in: 60 }, 1_060_000],
    ['text', { expires_in: '60' }, 1_060_000],
    ['a fraction', { expires_in: 0.5 }, 1_000_500],
    ['nothing', {}, undefined],
    ['null', { expires_in: null }, undefined],
    ['0, which means that it does not expire', { expires_in: 0 }, undefined],
    ['less than nothing', { expires_in: -1 }, undefined],
    ['no number', { expires_in: 'soon' }, undefined],
  ])('a lifetime that is %s', (_, body, expected) => {
    expect(expiryOf(body, { expiresIn: 'expires_in' }, ASKED)).toBe(expected);
  });

  test('the usual lifetime stands in for one that is not said, and not for one that is', () => {
    const fields = { expiresIn: 'expires_in', lifetimeMs: 5000 };
    expect(expiryOf({}, fields, ASKED)).toBe(1_005_000);
    expect(expiryOf({ expires_in: 60 }, fields, ASKED)).toBe(1_060_000);
  });

  test('a time says more than a lifetime', () => {
    const body = { data: { until: '2026-01-01T00:00:00Z' }, expires_in: 60 };
    expect(expiryOf(body, { expiresIn: 'expires_in', expiresAt: 'data.until' }, ASKED)).toBe(Date.UTC(2026, 0, 1));
    expect(expiryOf(body, { expiresIn: 'expires_in', expiresAt: 'data.none' }, ASKED)).toBe(1_060_000);
  });
});

describe('timeOf', () => {
  test.each([
    ['2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1)],
    ['2026-01-01T02:00:00+02:00', Date.UTC(2026, 0, 1)],
    ['2026-01-01 00:00:00', Date.UTC(2026, 0, 1)],
    [1_767_225_600, Date.UTC(2026, 0, 1)],
    ['1767225600', Date.UTC(2026, 0, 1)],
    [1_767_225_600_000, Date.UTC(2026, 0, 1)],
    [undefined, undefined],
    [null, undefined],
    ['', undefined],
  ])('%j', (value, expected) => {
    expect(timeOf(value, 'expiresAt')).toBe(expected);
  });

  test.each(['soon', {}, true])('F: %j is no time', (value) => {
    const error = thrownBy(() => timeOf(value, 'expiresAt'));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(
      `expiresAt must say when the token expires, in ISO 8601 or in seconds since the epoch, got ${JSON.stringify(value)}`,
    );
  });
});
