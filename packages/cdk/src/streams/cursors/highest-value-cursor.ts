import { ConfigError } from '../../errors/config-error.ts';
import type { Logger } from '../../logger.ts';
import { isJsonObject, showValue } from '../../protocol/json.ts';
import type { StreamState } from '../../protocol/state.ts';
import type { Clock } from '../clock.ts';
import { compareDatetimes, epochOf, isIsoDatetime } from './compare-datetimes.ts';
import type { RawCursorValue } from '../state-formats/cursor-state.ts';
import type { Cursor, SliceProgress } from './cursor.ts';
import { unitsPerSecond } from './epoch-unit.ts';

/** The order by cursor field that an API promises. */
export type RecordOrder = 'ascending' | 'descending' | 'unsorted';

/** Whether the API's filter by cursor value gives the records that equal it; `none` when the API has no such filter. */
export type CursorFilter = 'inclusive' | 'exclusive' | 'none';

/** What a cursor field holds: an ISO 8601 date or datetime, a number of any size, or text that sorts by itself. */
export type CursorType = 'datetime' | 'number' | 'string';

export interface HighestValueCursorOptions {
  /** The stream's name, for messages. */
  readonly stream: string;
  readonly field: string;
  readonly type: CursorType;
  readonly order: RecordOrder;
  readonly filter: CursorFilter;
  readonly startState: StreamState;
  readonly logger: Logger;
  /** Datetimes after its time do not move the state. */
  readonly clock: Clock;
}

const TWO_DAYS = 2 * 24 * 60 * 60 * 1000;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** An API's clock is known to the second. */
const SERVER_TIME_PRECISION = 1000;

/**
 * Knows, at any moment of a read, the STATE that claims only records that have gone out: `{ [field]: value }`.
 *
 * - Before the read has finished, only an ascending stream may claim more than its start state.
 * - With an exclusive filter the claim stays one value behind the highest: the next read asks for the records at the
 *   highest value again, so none that share it is lost.
 * - A value that is missing, of another type, or in the future never moves the state; the first is said in a WARN line.
 * - Nor does a time after the read began, by the API's clock as far as it tells it: what changes meanwhile may stand on a page that
 *   has been read. In an ascending stream, it may have the time of the last record of that page, and stand before it. A number is
 *   taken for such a time, too, when it would be one of just then, in seconds since 1970 or in parts of them.
 */
export class HighestValueCursor implements Cursor, SliceProgress {
  readonly startState: StreamState;
  /** Leaves out what was read before, where the API cannot. */
  readonly isOld: ((record: object) => boolean) | undefined;
  /** Nothing newer comes after a page of what was read before. */
  readonly endsWithOldPage: boolean;
  readonly #options: HighestValueCursorOptions;
  /** Text below it is a past day in any zone: spares the hot path the parsing of most datetimes. */
  #surelyPast: string;
  readonly #startValue: RawCursorValue | undefined;
  #highest: RawCursorValue | undefined;
  /** The highest value below `#highest`. */
  #runnerUp: RawCursorValue | undefined;
  #ordered: boolean;
  #finished = false;
  #claimed = false;
  #warned = false;
  /** When the read began, by the API's clock. */
  #readAt: number;
  /** How far the API's clock is ahead of ours; `undefined` until it tells its time. */
  #ahead: number | undefined;

  /** @throws ConfigError when the start state holds no usable value for the field. */
  constructor(options: HighestValueCursorOptions) {
    this.#options = options;
    this.#ordered = options.order === 'ascending';
    this.#readAt = options.clock.now();
    this.#surelyPast = dayBefore(this.#readAt);
    this.isOld = options.filter === 'none' ? (record) => this.#isBelowStart(record) : undefined;
    this.endsWithOldPage = options.filter === 'none' && options.order === 'descending';
    this.#startValue = startValueOf(options);
    const { field, startState } = options;
    const isAsGiven = this.#startValue === undefined || this.#startValue === startState[field];
    this.startState = isAsGiven ? startState : { ...startState, [field]: this.#startValue };
    this.#highest = this.#startValue;
    this.#runnerUp = this.#startValue;
  }

  windows(): Iterable<undefined> {
    return [undefined];
  }

  open(): SliceProgress {
    return this;
  }

  end(): void {}

  setServerTime(ms: number): void {
    if (this.#ahead !== undefined) return;
    this.#ahead = ms - this.#options.clock.now();
    // The answer may have taken long: what changed meanwhile need not be in it.
    this.#readAt += this.#ahead;
    this.#surelyPast = dayBefore(this.#readAt);
  }

  /** The value that the state claims. */
  highest(): RawCursorValue | undefined {
    return this.state()[this.#options.field] as RawCursorValue | undefined;
  }

  /** Takes note of a record that goes out before the next call of `state`. */
  observe(record: object): void {
    const value = (record as Record<string, unknown>)[this.#options.field];
    if (value === this.#highest && value !== undefined) return;
    if (!this.#isUsable(value)) {
      this.#warnAbout(value);
      return;
    }
    if (this.#highest === undefined) {
      this.#highest = value;
      return;
    }
    const order = this.#compare(value, this.#highest);
    if (order > 0) {
      this.#runnerUp = this.#highest;
      this.#highest = value;
    } else if (order < 0) {
      this.#observeLower(value);
    }
  }

  /** All slices were read to their end: the highest value may be claimed, whatever the order was. */
  finish(): void {
    this.#finished = true;
  }

  /** The STATE that is true now. */
  state(): StreamState {
    if (!this.#finished && !this.#ordered) return this.startState;
    const claim = this.#options.filter === 'exclusive' ? this.#runnerUp : this.#highest;
    if (claim === undefined || claim === this.#startValue) return this.startState;
    this.#claimed = true;
    return { [this.#options.field]: claim };
  }

  /** True once a record has shown that a STATE that may already be out claimed too much: send a new one at once. */
  get mustRetract(): boolean {
    return this.#claimed && !this.#ordered && !this.#finished;
  }

  #observeLower(value: RawCursorValue): void {
    if (this.#runnerUp === undefined || this.#compare(value, this.#runnerUp) > 0) this.#runnerUp = value;
    const isNew = this.#startValue === undefined || this.#compare(value, this.#startValue) >= 0;
    if (this.#ordered && isNew) {
      this.#ordered = false;
      const { stream, field, logger } = this.#options;
      logger.warn(
        `Stream "${stream}" declares its records ascending by "${field}", but ${showValue(value)} came after ` +
          `${showValue(this.#highest)}: no state is kept before the stream ends. Declare recordOrder 'unsorted'.`,
      );
    }
  }

  #isBelowStart(record: object): boolean {
    const value = (record as Record<string, unknown>)[this.#options.field];
    return this.#startValue !== undefined && this.#isOfType(value) && this.#compare(value, this.#startValue) < 0;
  }

  #isUsable(value: unknown): value is RawCursorValue {
    if (!this.#isOfType(value)) return false;
    if (typeof value !== 'string') return !this.#isOfThisRead(value);
    if (value < this.#surelyPast || this.#options.type === 'string') return true;
    return epochOf(value) <= this.#readAt;
  }

  /** A counter has a value of these few seconds by chance alone, and loses nothing by it: what it does not claim comes again. */
  #isOfThisRead(value: unknown): boolean {
    const epoch = typeof value === 'string' ? Number.NaN : Number(value);
    // Most numbers: below it in every unit.
    if (!(epoch > this.#readAt / 1000)) return false;
    const perSecond = unitsPerSecond(epoch);
    if (perSecond === undefined) return false;
    const ms = (epoch / perSecond) * 1000;
    return ms > this.#readAt && ms <= this.#now();
  }

  #isOfType(value: unknown): value is RawCursorValue {
    switch (this.#options.type) {
      case 'number':
        return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
      case 'string':
        return typeof value === 'string' && value !== '';
      case 'datetime':
        return typeof value === 'string' && isIsoDatetime(value);
    }
  }

  /** The API's time, at the latest. */
  #now(): number {
    return this.#options.clock.now() + (this.#ahead === undefined ? 0 : this.#ahead + SERVER_TIME_PRECISION);
  }

  #compare(a: RawCursorValue, b: RawCursorValue): number {
    if (this.#options.type === 'datetime') return compareDatetimes(a as string, b as string);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  #warnAbout(value: unknown): void {
    const isFuture = this.#options.type === 'datetime' && typeof value === 'string' && isIsoDatetime(value);
    // What changed since the read began is nothing odd.
    if (this.#warned || (isFuture && epochOf(value) <= this.#now()) || this.#isOfThisRead(value)) return;
    this.#warned = true;
    const { stream, field, type, logger } = this.#options;
    const found =
      value === undefined ? 'is missing' : `${isFuture ? 'is in the future' : `is no ${type}`}: ${showValue(value)}`;
    logger.warn(
      `A record of stream "${stream}" was kept, but its cursor field "${field}" ${found}. State does not move by such records.`,
    );
  }
}

/** A day so long before a moment that it is past in any zone. */
function dayBefore(ms: number): string {
  return new Date(ms - TWO_DAYS).toISOString().slice(0, 10);
}

function startValueOf({ stream, field, type, startState }: HighestValueCursorOptions): RawCursorValue | undefined {
  const value = isJsonObject(startState) ? startState[field] : undefined;
  if (value === undefined || value === null) return undefined;
  // The Python CDK writes epochs as text.
  if (type === 'number' && typeof value === 'string' && NUMBER.test(value)) return numberOf(value);
  const fits =
    type === 'number'
      ? typeof value === 'number' || typeof value === 'bigint'
      : typeof value === 'string' && (type !== 'datetime' || isIsoDatetime(value));
  if (fits) return value as RawCursorValue;
  throw new ConfigError(
    `State of stream "${stream}": "${field}" must be ${type === 'datetime' ? 'an ISO 8601 datetime' : `a ${type}`}, got ` +
      `${showValue(value)}. Reset the stream's state to read it from the start.`,
  );
}

function numberOf(text: string): RawCursorValue {
  const number = Number(text);
  return Number.isSafeInteger(number) || text.includes('.') ? number : BigInt(text);
}
