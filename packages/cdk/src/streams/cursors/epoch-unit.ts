/** How many seconds, milliseconds, microseconds and nanoseconds make a second. */
const PER_SECOND = [1, 1e3, 1e6, 1e9];
const YEAR_2000 = Date.UTC(2000, 0) / 1000;
const YEAR_2100 = Date.UTC(2100, 0) / 1000;

/**
 * How many units make a second where a number is a time since 1970: in seconds, milliseconds, microseconds or nanoseconds, in
 * whichever it names a time between the years 2000 and 2100. `undefined` when it does in none, so that it is something else than a
 * time: a counter, or a date without separators.
 */
export function unitsPerSecond(epoch: number): number | undefined {
  return PER_SECOND.find((unit) => epoch >= YEAR_2000 * unit && epoch < YEAR_2100 * unit);
}
