/** Numbers from here on are no durations any more, but seconds since the epoch (2001). */
const FIRST_EPOCH_SECOND = 1e9;
/** … and from here on milliseconds since the epoch. */
const FIRST_EPOCH_MILLISECOND = 1e12;

/**
 * The moment that an API names in a header, in milliseconds since the epoch: an HTTP date, an ISO 8601 datetime with its
 * offset, seconds or milliseconds since the epoch, or seconds from now. `undefined` for anything else.
 *
 * @param now Milliseconds since the epoch.
 */
export function parseMoment(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    const number = Number(text);
    if (number >= FIRST_EPOCH_MILLISECOND) return number;
    return number >= FIRST_EPOCH_SECOND ? number * 1000 : now + Math.ceil(number * 1000);
  }
  // Date.parse alone would take almost anything. An HTTP date starts with the name of a day.
  const isDate = /^[A-Za-z]{3,9},? /.test(text) || /^\d{4}-\d\d-\d\dT\S+(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const moment = isDate ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}
