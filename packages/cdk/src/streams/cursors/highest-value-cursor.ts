import { ConfigError } from '../../errors/config-error.ts';
import type { Logger } from '../../logger.ts';
import { isJsonObject, showValue } from '../../protocol/json.ts';
import type { StreamState } from '../../protocol/state.ts';
import { compareDatetimes, epochOf, isIsoDatetime } from './compare-datetimes.ts';

/** The order by cursor field that an API promises. */
export type RecordOrder = 'ascending' | 'descending' | 'unsorted';

/** Whether a filter by cursor value gives the records that equal it. */
export type CursorFilter = 'inclusive' | 'exclusive';

/** What a cursor field holds: an ISO 8601 date or datetime, a number, or text that sorts by itself. */
export type CursorType = 'datetime' | 'number' | 'string';

type CursorValue = string | number;

export interface HighestValueCursorOptions {
  /** The stream's name, for messages. */
  readonly stream: string;
  readonly field: string;
  readonly type: CursorType;
  readonly order: RecordOrder;
  readonly filter: CursorFilter;
  readonly startState: StreamState;
  readonly logger: Logger;
  /** Milliseconds since the epoch: datetimes after it do not move the state. */
  readonly now: number;
}

const TWO_DAYS = 2 * 24 * 60 * 60 * 1000;

/**
 * Knows, at any moment of a read, the STATE that claims only records that have gone out: `{ [field]: value }`.
 *
 * - Before the read has finished, only an ascending stream may claim more than its start state.
 * - With an exclusive filter the claim stays one value behind the highest: the next read asks for the records at the
 *   highest value again, so none that share it is lost.
 * - A value that is missing, of another type, or in the future never moves the state; the first is said in a WARN line.
 */
export class HighestValueCursor {
  readonly #options: HighestValueCursorOptions;
  /** Text below it is a past day in any zone: spares the hot path the parsing of most datetimes. */
  readonly #surelyPast: string;
  readonly #startValue: CursorValue | undefined;
  #highest: CursorValue | undefined;
  /** The highest value below `#highest`. */
  #runnerUp: CursorValue | undefined;
  #ordered: boolean;
  #finished = false;
  #claimed = false;
  #warned = false;

  /** @throws ConfigError when the start state holds no usable value for the field. */
  constructor(options: HighestValueCursorOptions) {
    this.#options = options;
    this.#ordered = options.order === 'ascending';
    this.#surelyPast = new Date(options.now - TWO_DAYS).toISOString().slice(0, 10);
    this.#startValue = startValueOf(options);
    this.#highest = this.#startValue;
    this.#runnerUp = this.#startValue;
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
    if (!this.#finished && !this.#ordered) return this.#options.startState;
    const claim = this.#options.filter === 'inclusive' ? this.#highest : this.#runnerUp;
    if (claim === undefined || claim === this.#startValue) return this.#options.startState;
    this.#claimed = true;
    return { [this.#options.field]: claim };
  }

  /** True once a record has shown that a STATE that may already be out claimed too much: send a new one at once. */
  get mustRetract(): boolean {
    return this.#claimed && !this.#ordered && !this.#finished;
  }

  #observeLower(value: CursorValue): void {
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

  #isUsable(value: unknown): value is CursorValue {
    switch (this.#options.type) {
      case 'number':
        return typeof value === 'number' && Number.isFinite(value);
      case 'string':
        return typeof value === 'string' && value !== '';
      case 'datetime':
        if (typeof value !== 'string' || !isIsoDatetime(value)) return false;
        return value < this.#surelyPast || epochOf(value) <= this.#options.now;
    }
  }

  #compare(a: CursorValue, b: CursorValue): number {
    if (this.#options.type === 'datetime') return compareDatetimes(a as string, b as string);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  #warnAbout(value: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const { stream, field, type, logger } = this.#options;
    const isFuture = type === 'datetime' && typeof value === 'string' && isIsoDatetime(value);
    const found =
      value === undefined ? 'is missing' : `${isFuture ? 'is in the future' : `is no ${type}`}: ${showValue(value)}`;
    logger.warn(
      `A record of stream "${stream}" was kept, but its cursor field "${field}" ${found}. State does not move by such records.`,
    );
  }
}

function startValueOf({ stream, field, type, startState }: HighestValueCursorOptions): CursorValue | undefined {
  const value = isJsonObject(startState) ? startState[field] : undefined;
  if (value === undefined || value === null) return undefined;
  const fits =
    type === 'number'
      ? typeof value === 'number'
      : typeof value === 'string' && (type !== 'datetime' || isIsoDatetime(value));
  if (fits) return value as CursorValue;
  throw new ConfigError(
    `State of stream "${stream}": "${field}" must be ${type === 'datetime' ? 'an ISO 8601 datetime' : `a ${type}`}, got ` +
      `${showValue(value)}. Reset the stream's state to read it from the start.`,
  );
}
