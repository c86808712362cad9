import type { StreamState } from '../../protocol/state.ts';
import type { RawCursorValue } from '../state-formats/cursor-state.ts';
import type { DatetimeWindow } from './datetime-windows.ts';

/**
 * Knows, for one partition, what is to be read and what may be claimed. It is told every record that goes out, and its state
 * claims nothing else.
 */
export interface Cursor {
  /** What the stream's methods get as `state`: where this read starts. */
  readonly startState: StreamState;
  /** What is to be read, in order: windows, or one `undefined` for all since the start state. */
  windows(): Iterable<DatetimeWindow | undefined>;
  /** Begins a window. */
  open(window: DatetimeWindow | undefined): SliceProgress;
  /** All windows were read to their end. */
  finish(): void;
  /** The state that is true now; the start state as long as nothing may be claimed. */
  state(): StreamState;
  /** The cursor value that the state claims; full refreshes have none. */
  highest?(): RawCursorValue | undefined;
}

/** One window of a cursor while it is read. */
export interface SliceProgress {
  /** Takes note of a record that goes out before the next call of `state`. */
  observe(record: object): void;
  /** For APIs without a filter: whether a record was read before, so that it is left out. */
  readonly isOld?: ((record: object) => boolean) | undefined;
  /** Whether a page of old records is the last one that has to be read. */
  readonly endsWithOldPage?: boolean;
  /** Where the slice can go on once all records so far are out; `undefined` at its end. Only full refreshes care. */
  checkpoint?(resumeFrom: unknown, pageSize?: number): void;
  /** What `checkpoint` was told last, in the read that broke off. */
  readonly resumeFrom?: unknown;
  readonly resumePageSize?: number | undefined;
  /** What the API's clock says, in milliseconds since the epoch, at its first answer. */
  setServerTime?(ms: number): void;
  /** True once a record has shown that a state that may already be out claimed too much: send a new one at once. */
  readonly mustRetract?: boolean;
  /** All records so far make whole pages. */
  endPage?(): void;
  /** The window was read to its end. */
  end(): void;
}
