import { epochOf, isIsoDatetime } from './compare-datetimes.ts';

/**
 * An ISO 8601 datetime that is so many seconds earlier, written as `value` is, so that both sort as before also as text: a date stays
 * a date, fraction and zone stay what they are. What the form cannot hold makes it earlier still. `undefined` when `value` is no
 * datetime.
 */
export function earlierDatetime(value: unknown, seconds: number): string | undefined {
  if (typeof value !== 'string' || !isIsoDatetime(value)) return undefined;
  const [upToSecond = ''] = /^.{10}(?:.\d\d:\d\d(?::\d\d)?)?/.exec(value) ?? [];
  // Without its zone: that of the clock on the wall.
  const earlier = new Date(epochOf(upToSecond) - Math.ceil(seconds) * 1000).toISOString();
  const time = value.slice(10, 11) + earlier.slice(11, upToSecond.length);
  return earlier.slice(0, 10) + time + value.slice(upToSecond.length);
}
