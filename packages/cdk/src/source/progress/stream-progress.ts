import type { StreamState } from '../../protocol/state.ts';
import type { StreamContext } from '../../streams/contexts.ts';
import type { SliceProgress } from '../../streams/cursors/cursor.ts';
import type { DatetimeWindow } from '../../streams/cursors/datetime-windows.ts';

/** A slice that is due: one partition, or a window of one. */
export interface DueSlice {
  /** Tells it from the other slices of the stream in a message: `{"id":7}`; empty when there is one only. */
  readonly label: string;
  readonly slice: unknown;
  readonly window: DatetimeWindow | undefined;
  /** What the stream's methods get as `state`. */
  readonly state: StreamState;
  /** Told every record. */
  readonly progress: SliceProgress;
  /** Whether the slice can go on from a page in the middle. */
  readonly isResumable: boolean;
  /** Told at the end of each page, when all records of it have gone out. */
  endPage(): void;
  /** Told when the slice was read to its end. */
  end(): void;
  /** Leaves its partition out of this read: nothing is claimed of it, and no further slice of it is due. */
  skip(): void;
  /** Whether its partition is left out, because of this slice or of another. */
  readonly isSkipped: boolean;
}

/**
 * How far the read of one stream has come: which slices are still to be read, and what may be claimed. Several slices may be under way at
 * once; nothing is claimed of one that has not been told to have gone out.
 */
export interface StreamProgress {
  /** Whether the stream has to be read one slice after another. */
  readonly isSequential: boolean;
  /** Whether a partition was left out, of this stream or of a parent: then not all that there is was asked for. */
  readonly hasSkipped: boolean;
  /** The slices that are due, in order. Each is made when it is asked for. */
  slices(context: StreamContext<any>): AsyncIterator<DueSlice>;
  /** The state that is true now, when it is another than the one that was given last, or than the one the read began with. */
  newState(): StreamState | undefined;
  /** The state that is true now; `undefined` when nothing can be claimed. */
  state(): StreamState | undefined;
  /** The state at the end, when all slices have been read to theirs, but for those that were left out. */
  finalState(): StreamState;
}
