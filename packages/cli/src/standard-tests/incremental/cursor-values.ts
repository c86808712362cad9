import type { JsonValue } from '@headwater/cdk/protocol';

/** A value of a cursor: text or a number. */
export type CursorValue = string | number | bigint;

export function isCursorValue(value: unknown): value is CursorValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
}

const ISO_DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/;

/**
 * Which of two cursor values comes first: below 0 for the first, above 0 for the second, 0 when they are the same moment, and
 * `undefined` when they cannot be compared.
 */
export function compareCursors(a: CursorValue, b: CursorValue): number | undefined {
  const [left, right] = [orderOf(a), orderOf(b)];
  if (typeof left !== typeof right) return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether it is text of an ISO 8601 date. */
export function isDate(value: CursorValue): value is string {
  return typeof value === 'string' && ISO_DATE.test(value) && !Number.isNaN(momentOf(value));
}

/** The moment that an ISO 8601 date means, in milliseconds. Without a zone it is UTC, as APIs mean it; digits below a millisecond are kept. */
export function momentOf(date: string): number {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(date) || date.length === 10;
  const below = /\.\d{3}(\d+)/.exec(date)?.[1];
  return Date.parse(hasZone ? date : `${date}Z`) + (below === undefined ? 0 : Number(`0.${below}`));
}

/** A date as milliseconds, digits as a number, other text as it is. */
function orderOf(value: CursorValue): number | string {
  if (typeof value !== 'string') return Number(value);
  if (isDate(value)) return momentOf(value);
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

/**
 * The same value in a later time, in the same form: ten years on for a date or an epoch, far on for a count.
 * `undefined` for text of a form that is not known.
 */
export function inTheFuture(value: JsonValue | undefined, now = Date.now()): CursorValue | undefined {
  const future = new Date(now);
  future.setUTCFullYear(future.getUTCFullYear() + 10, 0, 1);
  if (typeof value === 'string') {
    // 1 January is a day in every year.
    if (ISO_DATE.test(value)) return `${future.getUTCFullYear()}-01-01${value.slice(10)}`;
    if (!/^\d+$/.test(value)) return undefined;
    const later = inTheFuture(BigInt(value), now);
    return later === undefined ? undefined : String(later);
  }
  if (typeof value === 'bigint') return BigInt(inTheFuture(Number(value), now) as number);
  if (typeof value !== 'number') return undefined;
  const unit = epochUnit(value, now);
  return unit === undefined ? value + 1_000_000_000 : Math.floor(future.getTime() / 1000) * unit;
}

/** How much of it is a second, when a number is a moment from 2001 on: seconds, milliseconds, microseconds or nanoseconds. */
export function epochUnit(value: number, now: number): number | undefined {
  return [1, 1e3, 1e6, 1e9].find((unit) => value >= 1e9 * unit && value <= (now / 1000) * 1.1 * unit);
}
