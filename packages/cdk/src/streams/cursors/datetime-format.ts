import { epochOf, fractionOf, isIsoDatetime } from './compare-datetimes.ts';
import { type Moment, momentOfMs, splitMoment } from './moment.ts';
import { strftimeFormat } from './strftime-format.ts';

/** How an API writes datetimes. */
export interface DatetimeFormat {
  /** The moment that `value` names, UTC where it names no zone; `undefined` when it is not of this format. */
  parse(value: unknown): Moment | undefined;
  /** Writes a moment, in UTC. What is finer than the format is cut off. */
  format(moment: Moment): string | number;
}

/**
 * The format of a name or of a pattern, with the names that the Python CDK has:
 *
 * - `iso`: reads any ISO 8601 date or date and time, writes `2024-01-31T10:20:30Z`, with a fraction where there is one.
 * - `%s`, `%ms`, `%epoch_microseconds`: whole seconds, milliseconds or microseconds since 1970, written as a number. A
 *   number as text is read too.
 * - `%s_as_float`: seconds since 1970 with a fraction: `1706696430.123456`.
 * - anything else is a pattern of strftime directives, `%Y-%m-%dT%H:%M:%SZ`. There are %Y, %y, %m, %b, %B, %d, %j, %a, %A, %H, %I,
 *   %p, %M, %S, %f (microseconds), %_ms (milliseconds), %z, %Z and %%.
 *
 * @throws ConnectorError when a pattern has a directive that is not in this list, or no year.
 */
export function datetimeFormat(format: string): DatetimeFormat {
  switch (format) {
    case 'iso':
      return isoFormat;
    case '%s':
      return epochFormat(6, Math.floor);
    case '%s_as_float':
      return epochFormat(6);
    case '%ms':
      return epochFormat(3, Math.floor);
    case '%epoch_microseconds':
      return epochFormat(0);
    default:
      return strftimeFormat(format);
  }
}

export const isoFormat: DatetimeFormat = {
  parse(value) {
    if (typeof value !== 'string' || !isIsoDatetime(value)) return undefined;
    return momentOfMs(epochOf(value)) + Number(fractionOf(value).slice(3, 6));
  },
  format(moment) {
    const { ms, micros } = splitMoment(moment);
    const text = new Date(ms).toISOString();
    return micros === 0 ? text.replace('.000Z', 'Z') : text.replace('Z', `${String(micros).padStart(3, '0')}Z`);
  },
};

/** @param decimals How many decimals of the unit make a microsecond. */
function epochFormat(decimals: number, round: (value: number) => number = (value) => value): DatetimeFormat {
  return {
    parse(value) {
      if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'string') return undefined;
      // By its digits, since seconds times a million are not exact.
      const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(String(value)) ?? [];
      if (whole === undefined) return undefined;
      return Number(`${sign}${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
    },
    format: (moment) => round(moment / 10 ** decimals),
  };
}
