import { ConfigError } from '../../errors/config-error.ts';
import { showValue } from '../../protocol/json.ts';
import { type DatetimeFormat, datetimeFormat, isoFormat } from './datetime-format.ts';
import { type Duration, parseDuration } from './duration.ts';
import { type Interval, IntervalSet } from './interval-set.ts';
import { lastBefore, type Moment, momentOfMs, roundDown } from './moment.ts';
import { WindowClaims } from './window-claims.ts';
import { windowsOf } from './windows-of.ts';

const DAY = 24 * 60 * 60 * 1_000_000;

export interface DatetimeWindowsOptions {
  /** The first moment to read: an ISO 8601 date or date and time, or one in `format`. Usually from the config. */
  readonly start: string | Date;
  /** The last moment to read, written as `start` is. A date is its midnight. Never after the present. @default the present */
  readonly end?: string | Date | undefined;
  /**
   * The longest window, as an ISO 8601 duration: `P1D`, `P1M`, `PT1H`. A run that breaks off has to read at most the
   * windows again that it was in. @default all in one window
   */
  readonly step?: string | undefined;
  /**
   * How far before the end of what was read the next run starts, as an ISO 8601 duration: as long as records of that time
   * may still come or change. @default 'P0D'
   */
  readonly lookback?: string | undefined;
  /**
   * The distance from one value that the cursor can have to the next, as an ISO 8601 duration of at most a day: `PT1S` for a
   * field in whole seconds, `P1D` for dates. With it a window ends that much before the next one starts, so an API whose
   * filter includes both bounds gives no record twice. Leave it out for a filter that excludes its end, and for a field
   * that may be finer: windows then share their bounds, and records at a bound may come twice.
   * @default no distance
   */
  readonly granularity?: string | undefined;
  /**
   * How the API wants the bounds of a window: `iso`, an epoch (`%s`, `%ms`, `%epoch_microseconds`, `%s_as_float`), or strftime
   * directives such as `%Y-%m-%dT%H:%M:%SZ`. The names are those of the Python CDK.
   * @default 'iso'
   */
  readonly format?: string | undefined;
  /** How the cursor field of a record may be written: the formats are tried in this order. @default [format, 'iso'] */
  readonly cursorFormats?: readonly string[] | undefined;
}

/** A part of the time that a stream is read in. */
export interface DatetimeWindow {
  /** The first moment to ask for, in the format of the API. */
  readonly start: string | number;
  /** The last moment to ask for, in the format of the API. */
  readonly end: string | number;
  readonly startMoment: Moment;
  /** The moment that the window ends before: where the next one starts, or the last moment that is asked for at all. */
  readonly endMoment: Moment;
}

/**
 * Declares that a stream is read in windows of time, one request or chain of pages for each.
 *
 * Windows that were read are kept in the state. The next run asks for the gaps between them, then goes on from the end of
 * the last one, less the lookback.
 *
 * @example new DatetimeWindows({ start: config.start_date, step: 'P1M', granularity: 'PT1S' })
 */
export class DatetimeWindows {
  /** The first moment to read, a whole multiple of the granularity. */
  readonly start: Moment;
  readonly #end: Moment;
  readonly #step: Duration | undefined;
  readonly #lookback: Duration | undefined;
  readonly #granularity: number;
  readonly #format: DatetimeFormat;
  readonly #cursorFormats: readonly DatetimeFormat[];

  /**
   * @throws ConfigError when a date or a duration is none, or they do not fit together.
   * @throws ConnectorError when a format is unknown.
   */
  constructor(options: DatetimeWindowsOptions) {
    const { format = 'iso', cursorFormats = [format, 'iso'], step, lookback, granularity } = options;
    this.#format = datetimeFormat(format);
    this.#cursorFormats = cursorFormats.map(datetimeFormat);
    this.#granularity = granularity === undefined ? 0 : parseGranularity(granularity, options);
    this.start = roundDown(parseBound(options.start, 'start', options), this.#granularity);
    this.#end = options.end === undefined ? Infinity : parseBound(options.end, 'end', options);
    this.#lookback = lookback === undefined ? undefined : parseDuration(lookback, 'lookback');
    this.#step = step === undefined ? undefined : parseDuration(step, 'step');
    if (this.#end < this.start) {
      throw new ConfigError(
        `"end" must not be before "start", got ${showValue(options.end)} and ${showValue(options.start)}`,
      );
    }
    if (this.#step?.months === 0 && this.#step.microseconds < Math.max(this.#granularity, 1)) {
      throw new ConfigError(`"step" must be at least ${granularity ?? 'PT0.000001S'}, got ${showValue(step)}`);
    }
  }

  /** The moment of a record's cursor field, or of a value in a state; `undefined` when it has none of the `cursorFormats`. */
  parse(value: unknown): Moment | undefined {
    for (const format of this.#cursorFormats) {
      const moment = format.parse(value);
      if (moment !== undefined) return moment;
    }
    return undefined;
  }

  /** Writes a moment as the API wants it. */
  format(moment: Moment): string | number {
    return this.#format.format(moment);
  }

  /** The last moment before `moment` that a record can have; without a granularity the moment itself. */
  lastBefore(moment: Moment): Moment {
    return lastBefore(moment, this.#granularity);
  }

  /**
   * What has been read, from the ranges of a state. One that ends with the last moment before the next was read to that one: two
   * windows, which a Python connector left side by side.
   */
  done(ranges: Iterable<Interval>): IntervalSet {
    const inOrder = [...ranges].sort((a, b) => a.start - b.start);
    const intervals = inOrder.map((range, index) => {
      const next = inOrder[index + 1]?.start;
      return next !== undefined && range.end === this.lastBefore(next) ? { ...range, end: next } : range;
    });
    return new IntervalSet(intervals);
  }

  /** What a run that starts where `done` says may claim to have read. */
  claims(done: IntervalSet): WindowClaims {
    return new WindowClaims({ done, start: this.start, lookback: this.#lookback });
  }

  /**
   * The windows that are still to be read, in ascending order, made as they are asked for.
   *
   * @param now The present, in milliseconds since 1970.
   */
  *windows(done: IntervalSet, now: number): Generator<DatetimeWindow, void> {
    const windows = windowsOf({
      done,
      start: this.start,
      end: Math.min(this.#end, momentOfMs(now)),
      step: this.#step,
      lookback: this.#lookback,
      granularity: this.#granularity,
    });
    for (const { start, end, last } of windows) {
      yield { start: this.format(start), end: this.format(last), startMoment: start, endMoment: end };
    }
  }
}

/** A date that a person wrote is most likely ISO 8601, so that is tried first. */
function parseBound(value: unknown, name: string, { format = 'iso' }: DatetimeWindowsOptions): Moment {
  const moment =
    value instanceof Date
      ? momentOfMs(value.getTime())
      : (isoFormat.parse(value) ?? datetimeFormat(format).parse(value));
  if (moment !== undefined && !Number.isNaN(moment)) return moment;
  const other = format === 'iso' ? '' : ` or of the format ${showValue(format)}`;
  throw new ConfigError(`"${name}" must be an ISO 8601 date or date and time${other}, got ${showValue(value)}`);
}

function parseGranularity(text: string, { format = 'iso' }: DatetimeWindowsOptions): number {
  const { months, microseconds } = parseDuration(text, 'granularity');
  if (months > 0 || microseconds === 0 || microseconds > DAY) {
    throw new ConfigError(`"granularity" must be at least PT0.000001S and at most P1D, got ${showValue(text)}`);
  }
  const written = datetimeFormat(format);
  if (written.parse(written.format(microseconds)) !== microseconds) {
    throw new ConfigError(
      `"granularity" must not be finer than the format ${showValue(format)} can write, or records are lost between two windows, got ${showValue(text)}`,
    );
  }
  return microseconds;
}
