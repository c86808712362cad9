import { type CursorValue, epochUnit, isDate, momentOf } from './cursor-values.ts';

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SECONDS = [604_800, 86_400, 3600, 60, 1];

/**
 * A cursor value, moved back by an ISO 8601 duration (`P1D`, `PT6H`) or by a number: of seconds for a date, of its own units for a
 * number. Text that is neither stays as it is.
 */
export function minus(value: CursorValue, lookback: string | number): CursorValue {
  if (typeof lookback === 'string') return minusSeconds(value, secondsOf(lookback));
  return isDate(value) ? minusSeconds(value, lookback) : minusUnits(value, lookback);
}

/** A cursor value, moved back by seconds: a number is one of seconds, or of parts of them, as its size says. */
export function minusSeconds(value: CursorValue, seconds: number): CursorValue {
  if (seconds === 0) return value;
  if (isDate(value)) return new Date(momentOf(value) - seconds * 1000).toISOString();
  return minusUnits(value, seconds * (epochUnit(Number(value), Date.now()) ?? 1));
}

function minusUnits(value: CursorValue, units: number): CursorValue {
  if (typeof value === 'number') return value - units;
  if (typeof value === 'bigint') return value - BigInt(Math.ceil(units));
  return /^\d+$/.test(value) ? String(minusUnits(BigInt(value), units)) : value;
}

function secondsOf(duration: string): number {
  const [, ...parts] = DURATION.exec(duration) ?? [];
  return SECONDS.reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0);
}
