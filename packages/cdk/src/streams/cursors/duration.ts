import { ConfigError } from '../../errors/config-error.ts';
import { showValue } from '../../protocol/json.ts';
import { type Moment, momentOfMs, splitMoment } from './moment.ts';

/** A length of time by the calendar of UTC: months differ in length, all shorter units are fixed. */
export interface Duration {
  readonly months: number;
  readonly microseconds: number;
}

const ISO_DURATION =
  /^P(?=.)(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?=.)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

/**
 * Reads an ISO 8601 duration: `P1D`, `PT1H`, `P1Y2M3DT4H`, `PT0.000001S`. Seconds may have decimals, down to a
 * microsecond.
 *
 * @param name Names the setting in an error: `step`.
 * @throws ConfigError when `text` is none.
 */
export function parseDuration(text: string, name: string): Duration {
  const parts = ISO_DURATION.exec(text)?.groups;
  if (parts === undefined) {
    throw new ConfigError(
      `"${name}" must be an ISO 8601 duration such as "P1D", "P1M" or "PT1H", got ${showValue(text)}`,
    );
  }
  const count = (unit: string): number => Number(parts[unit] ?? 0);
  const hours = (count('weeks') * 7 + count('days')) * 24 + count('hours');
  const seconds = (hours * 60 + count('minutes')) * 60 + count('seconds');
  return { months: count('years') * 12 + count('months'), microseconds: Math.round(seconds * 1_000_000) };
}

/**
 * The moment `times` durations after `moment`, or before it when `times` is negative: by the calendar, so a month after 31
 * January is the last day of February. Steps from one start do not drift: two months after 31 January is 31 March.
 * Beyond the time that a Date can name it is infinite.
 */
export function addDuration(moment: Moment, { months, microseconds }: Duration, times = 1): Moment {
  return addMonths(moment, months * times) + microseconds * times;
}

function addMonths(moment: Moment, months: number): Moment {
  if (months === 0) return moment;
  const { ms, micros } = splitMoment(moment);
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  // A day that the month lacks has run over into the next one: its day 0 is the last of the month meant.
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  const sum = momentOfMs(date.getTime()) + micros;
  return Number.isNaN(sum) ? Math.sign(months) * Infinity : sum;
}
