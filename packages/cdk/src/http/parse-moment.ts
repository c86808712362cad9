/** Numbers from here on are no durations any more, but seconds since the epoch (2001). */
const FIRST_EPOCH_SECOND = 1e9;
/** … and from here on milliseconds since the epoch. */
const FIRST_EPOCH_MILLISECOND = 1e12;

/** Clocks that differ by less than this agree: dates are in whole seconds, and answers travel. */
const AGREEMENT_MS = 5000;

/**
 * The moment that an API names in a header, in milliseconds since the epoch: an HTTP date, an ISO 8601 datetime with its
 * offset, seconds or milliseconds since the epoch, or seconds from now. `undefined` for anything else.
 *
 * @param now Milliseconds since the epoch.
 * @param date The `Date` header of the response. Where it says that the clock of the API is another, the moment is given by
 *   the clock of `now`.
 */
export function parseMoment(value: string | undefined, now: number, date?: string): number | undefined {
  const text = value?.trim() ?? '';
  const isNumber = /^\d+(?:\.\d+)?$/.test(text);
  if (isNumber && Number(text) < FIRST_EPOCH_SECOND) return now + Math.ceil(Number(text) * 1000);
  const moment = isNumber ? epochMilliseconds(Number(text)) : parseDate(text);
  if (moment === undefined) return undefined;
  const ahead = ((date === undefined ? undefined : parseDate(date)) ?? now) - now;
  return Math.abs(ahead) < AGREEMENT_MS ? moment : moment - ahead;
}

function epochMilliseconds(number: number): number {
  return number >= FIRST_EPOCH_MILLISECOND ? number : number * 1000;
}

function parseDate(text: string): number | undefined {
  // Date.parse alone would take almost anything. An HTTP date starts with the name of a day.
  const isDate = /^[A-Za-z]{3,9},? /.test(text) || /^\d{4}-\d\d-\d\dT\S+(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const moment = isDate ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}
