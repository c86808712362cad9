import type { CursorValue } from './cursor-values.ts';

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SECONDS = [604_800, 86_400, 3600, 60, 1];

/**
 * A cursor value, moved back by an ISO 8601 duration (`P1D`, `PT6H`) or by a number: of seconds for a date, of its own units for a
 * number. Text that is no date stays as it is.
 */
export function minus(value: CursorValue, lookback: string | number): CursorValue {
  if (lookback === 0) return value;
  const by = typeof lookback === 'number' ? lookback : secondsOf(lookback);
  if (typeof value === 'bigint') return value - BigInt(Math.ceil(by));
  if (typeof value === 'number') return value - by;
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? value : new Date(moment - by * 1000).toISOString();
}

function secondsOf(duration: string): number {
  const [, ...parts] = DURATION.exec(duration) ?? [];
  return SECONDS.reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0);
}
