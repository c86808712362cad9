/**
 * A moment in time: whole microseconds since 1970-01-01T00:00:00Z. A number holds them exactly until the year 2255, and
 * to 32 microseconds until the year 9999. What is finer than a microsecond is cut off.
 */
export type Moment = number;

const MICROSECONDS_PER_MILLISECOND = 1000;

/** The moment of a time in milliseconds, as a `Clock` or a `Date` gives it. */
export function momentOfMs(milliseconds: number): Moment {
  return milliseconds * MICROSECONDS_PER_MILLISECOND;
}

/** The whole milliseconds of a moment, as a `Date` takes them, and the microseconds from 0 to 999 beyond them. */
export function splitMoment(moment: Moment): { readonly ms: number; readonly micros: number } {
  const ms = Math.floor(moment / MICROSECONDS_PER_MILLISECOND);
  return { ms, micros: moment - ms * MICROSECONDS_PER_MILLISECOND };
}

/** The last whole multiple of the granularity that is not after `moment`; without a granularity the moment itself. */
export function roundDown(moment: Moment, granularity: number): Moment {
  if (granularity === 0 || !Number.isFinite(moment)) return moment;
  const rest = moment % granularity;
  return moment - (rest < 0 ? rest + granularity : rest);
}

/**
 * The last whole multiple of the granularity before `bound`. Without a granularity there is always another moment between, so
 * it is the bound itself.
 */
export function lastBefore(bound: Moment, granularity: number): Moment {
  return granularity === 0 ? bound : roundDown(bound - 1, granularity);
}
