import { isoFormat } from './datetime-format.ts';
import { momentOfMs } from './moment.ts';

/**
 * An ISO 8601 datetime that is so many seconds earlier, as `value` is written: a date stays a date, and one without a zone has
 * none. One with an offset becomes UTC. `undefined` when `value` is no datetime.
 */
export function earlierDatetime(value: unknown, seconds: number): string | undefined {
  const moment = isoFormat.parse(value);
  if (typeof value !== 'string' || moment === undefined) return undefined;
  const earlier = String(isoFormat.format(moment - momentOfMs(seconds * 1000)));
  if (value.length === 10) return earlier.slice(0, 10);
  return /(?:[Zz]|[+-]\d\d:?\d\d)$/.test(value) ? earlier : earlier.slice(0, -1);
}
