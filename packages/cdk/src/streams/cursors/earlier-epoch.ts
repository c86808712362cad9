import type { RawCursorValue } from '../state-formats/cursor-state.ts';

/** How many seconds, milliseconds, microseconds and nanoseconds make a second. */
const PER_SECOND = [1, 1e3, 1e6, 1e9];
const YEAR_2000 = Date.UTC(2000, 0) / 1000;
const YEAR_2100 = Date.UTC(2100, 0) / 1000;
const DIGITS = /^(\d+)(\.\d+)?$/;

/**
 * The time since 1970 that is so many seconds earlier: a number, or its digits as text. It is in the unit in which `value` names a
 * time between the years 2000 and 2100: seconds, milliseconds, microseconds or nanoseconds. `undefined` when it does in none, so
 * that it is something else than a time: a counter, or a date without separators.
 */
export function earlierEpoch(value: unknown, seconds: number): RawCursorValue | undefined {
  const [text = '', whole = '', fraction = ''] = DIGITS.exec(String(value)) ?? [];
  const perSecond = PER_SECOND.find((unit) => Number(text) >= YEAR_2000 * unit && Number(text) < YEAR_2100 * unit);
  if (perSecond === undefined) return undefined;
  const difference = Math.ceil(seconds) * perSecond;
  if (typeof value === 'number') return value - difference;
  const earlier = BigInt(whole) - BigInt(difference);
  return typeof value === 'bigint' ? earlier : `${earlier}`.padStart(whole.length, '0') + fraction;
}
