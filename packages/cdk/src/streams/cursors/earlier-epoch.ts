import type { RawCursorValue } from '../state-formats/cursor-state.ts';
import { unitsPerSecond } from './epoch-unit.ts';

const DIGITS = /^(\d+)(\.\d+)?$/;

/**
 * The time since 1970 that is so many seconds earlier, in the unit of `value`: a number, or its digits as text. `undefined` when
 * `value` is no time.
 */
export function earlierEpoch(value: unknown, seconds: number): RawCursorValue | undefined {
  const [text = '', whole = '', fraction = ''] = DIGITS.exec(String(value)) ?? [];
  const perSecond = unitsPerSecond(Number(text));
  if (perSecond === undefined) return undefined;
  const difference = Math.ceil(seconds) * perSecond;
  if (typeof value === 'number') return value - difference;
  const earlier = BigInt(whole) - BigInt(difference);
  return typeof value === 'bigint' ? earlier : `${earlier}`.padStart(whole.length, '0') + fraction;
}
