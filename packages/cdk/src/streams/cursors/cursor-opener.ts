import type { StreamState } from '../../protocol/state.ts';
import type { RawCursorValue } from '../state-formats/cursor-state.ts';
import type { Cursor } from './cursor.ts';

/** Makes the cursors of one stream: one for all of it, or one for each partition. */
export interface CursorOpener {
  /** @throws ConfigError when the state holds no usable value. */
  open(startState: StreamState): Cursor;
  /** Whether the cursor value of a state is a time, so that there is one `before` it. */
  isTime(state: StreamState): boolean;
  /** The state whose cursor value is so many seconds earlier, where the cursor is a time. */
  before(state: StreamState, seconds: number): StreamState;
  /** Orders two cursor values: negative when `a` is the lower. */
  compare(a: RawCursorValue, b: RawCursorValue): number;
}
