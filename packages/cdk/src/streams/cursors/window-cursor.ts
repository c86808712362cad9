import { ConfigError } from '../../errors/config-error.ts';
import type { Logger } from '../../logger.ts';
import { showValue } from '../../protocol/json.ts';
import type { StreamState } from '../../protocol/state.ts';
import type { Clock } from '../clock.ts';
import {
  type CursorState,
  type RawCursorValue,
  readCursorState,
  writeCursorState,
} from '../state-formats/cursor-state.ts';
import type { Cursor, SliceProgress } from './cursor.ts';
import type { DatetimeWindow, DatetimeWindows } from './datetime-windows.ts';
import type { Interval, IntervalSet } from './interval-set.ts';
import { type Moment, momentOfMs } from './moment.ts';
import type { WindowClaims } from './window-claims.ts';

export interface WindowCursorOptions {
  /** The stream's name, for messages. */
  readonly stream: string;
  readonly field: string;
  readonly windows: DatetimeWindows;
  /** Whether records come in ascending order inside a window, so that a part of it may be claimed. */
  readonly isAscending: boolean;
  readonly startState: StreamState;
  readonly logger: Logger;
  readonly clock: Clock;
}

/**
 * Where a stream stands that is read in windows of time: which stretches of it have been read.
 *
 * The state is `{ [field]: value }` as long as everything up to `value` was read, and the list of ranges that were read while
 * there are gaps between them, or where the state was such a list before.
 *
 * A window in the past is claimed whole once it was read. Of the one that ends at the present, only the time up to its last
 * record is: what the API learns late is asked for again.
 */
export class WindowCursor implements Cursor {
  readonly startState: StreamState;
  readonly #options: WindowCursorOptions;
  readonly #done: IntervalSet;
  readonly #claims: WindowClaims;
  readonly #writesRanges: boolean;
  #startedAt = 0;
  #hasWarned = false;

  /** @throws ConfigError when the start state holds no usable values. */
  constructor(options: WindowCursorOptions) {
    const { windows, startState, stream, field } = options;
    this.#options = options;
    this.startState = startState;
    const start = readCursorState(startState, { stream, field });
    this.#writesRanges = start?.format === 'date-range';
    this.#done = windows.done(start === undefined ? [] : this.#intervalsOf(start));
    this.#claims = windows.claims(this.#done);
  }

  windows(): Iterable<DatetimeWindow> {
    this.#startedAt = this.#options.clock.now();
    return this.#options.windows.windows(this.#done, this.#startedAt);
  }

  open(window: DatetimeWindow): SliceProgress {
    const { startMoment: start, endMoment: end } = window;
    const { isAscending, clock, field, windows } = this.#options;
    const reachesPresent = end >= momentOfMs(this.#startedAt);
    /** The API's clock: what changes after the read began may stand on a page that was read before. */
    let ahead: number | undefined;
    const openedAt = clock.now();
    let present = momentOfMs(openedAt);
    let highest = start;
    let lastValue: unknown;
    const claim = (until: Moment): void =>
      this.#claims.finish({ start, end: Math.max(start, Math.min(until, end, present)) });
    return {
      observe: (record) => {
        const value = (record as Record<string, unknown>)[field];
        if (value === lastValue) return;
        lastValue = value;
        const moment = windows.parse(value);
        if (moment === undefined) this.#warnAbout(value);
        else if (moment > present) this.#warnIfFuture(moment, ahead ?? 0, value);
        else if (moment > highest) highest = moment;
      },
      setServerTime(ms) {
        if (ahead !== undefined) return;
        ahead = ms - clock.now();
        present = momentOfMs(openedAt + ahead);
      },
      endPage() {
        if (isAscending) claim(highest);
      },
      end() {
        claim(reachesPresent ? highest : end);
      },
    };
  }

  finish(): void {}

  state(): StreamState {
    const { windows, field } = this.#options;
    const done = this.#claims.done;
    const [first, ...more] = done;
    if (first === undefined || done === this.#done) return this.startState;
    if (more.length === 0 && !this.#writesRanges && first.start <= windows.start) {
      return writeCursorState({ format: 'sequential', value: windows.format(first.end) }, field);
    }
    // A range holds its end, as the Python CDK has it, but what follows the last one starts there.
    const ranges = [...done].map(({ start, end }) => ({
      start: windows.format(start),
      end: windows.format(end === done.end ? end : windows.lastBefore(end)),
    }));
    return writeCursorState({ format: 'date-range', done: ranges }, field);
  }

  highest(): string | number | undefined {
    const { windows } = this.#options;
    const end = this.#claims.done.contiguousEnd(windows.start);
    return end === undefined ? undefined : windows.format(end);
  }

  #intervalsOf(state: CursorState): Interval[] {
    if (state.format === 'date-range') {
      return state.done.map(({ start, end }) => ({ start: this.#momentOf(start), end: this.#momentOf(end) }));
    }
    const { start } = this.#options.windows;
    return [{ start, end: Math.max(start, this.#momentOf(state.value)) }];
  }

  #momentOf(value: RawCursorValue): Moment {
    const { windows, stream, field } = this.#options;
    const moment = windows.parse(value);
    if (moment !== undefined) return moment;
    throw new ConfigError(
      `State of stream "${stream}": "${field}" must be a datetime in one of the stream's cursorFormats, got ${showValue(value)}. ` +
        "Reset the stream's state to read it from the start.",
    );
  }

  #warnIfFuture(moment: Moment, ahead: number, value: unknown): void {
    // What changed since the read began is nothing odd. An API tells its time to the second.
    if (moment > momentOfMs(this.#options.clock.now() + ahead + 1000))
      this.#warn(`is in the future: ${showValue(value)}`);
  }

  #warnAbout(value: unknown): void {
    const isMissing = value === undefined || value === null;
    this.#warn(isMissing ? 'is missing' : `is in none of its cursorFormats: ${showValue(value)}`);
  }

  #warn(what: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const { stream, field, logger } = this.#options;
    logger.warn(
      `A record of stream "${stream}" was kept, but its cursor field "${field}" ${what}. State does not move by such records.`,
    );
  }
}
