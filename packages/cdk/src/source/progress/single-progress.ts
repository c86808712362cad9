import { NO_CURSOR_STATE, type StreamState } from '../../protocol/state.ts';
import type { StreamContext } from '../../streams/contexts.ts';
import type { Cursor } from '../../streams/cursors/cursor.ts';
import { isComplete } from '../../streams/cursors/page-cursor.ts';
import type { AnyStream } from '../../streams/stream.ts';
import { labelOf } from './slice-label.ts';
import type { DueSlice, StreamProgress } from './stream-progress.ts';
import { writeJson } from '../../protocol/write-json.ts';

/** The progress of a stream that has one cursor for all of it. */
export class SingleProgress implements StreamProgress {
  readonly #stream: AnyStream;
  readonly #cursor: Cursor;
  /** The state that a platform has by now, as JSON. */
  #known: string;
  #isSkipped = false;

  constructor(stream: AnyStream, cursor: Cursor, startState: StreamState) {
    this.#stream = stream;
    this.#cursor = cursor;
    this.#known = writeJson(startState);
  }

  /** Slices of the author's own share the cursor: read side by side, their records would come in no order. */
  get isSequential(): boolean {
    return this.#stream.windows === undefined && this.#stream.recordOrder === 'ascending';
  }

  get hasSkipped(): boolean {
    return this.#isSkipped;
  }

  async *slices(context: StreamContext<any>): AsyncGenerator<DueSlice> {
    const { startState } = this.#cursor;
    for await (const slice of this.#stream.streamSlices({ ...context, state: startState })) {
      let isSkipped = false;
      for (const window of this.#cursor.windows()) {
        const progress = this.#cursor.open(window);
        // The token of a page says where to go on only where there is one list of pages.
        const isResumable = this.#stream.resumable === true && slice === undefined;
        yield {
          label: labelOf(slice, window),
          slice,
          window,
          state: startState,
          progress,
          isResumable,
          endPage: () => progress.endPage?.(),
          end: () => progress.end(),
          skip: () => {
            isSkipped = true;
            this.#isSkipped = true;
          },
          get isSkipped() {
            return isSkipped;
          },
        };
        if (isSkipped) break;
      }
      // What comes after it would be claimed together with it.
      if (isSkipped && (slice === undefined || this.isSequential)) return;
    }
  }

  newState(): StreamState | undefined {
    const state = this.state();
    // That a full refresh has come to its end is for its final state to say.
    if (state === undefined || (this.#isFullRefresh && isComplete(state))) return undefined;
    const json = writeJson(state);
    if (json === this.#known) return undefined;
    this.#known = json;
    return state;
  }

  state(): StreamState | undefined {
    const state = this.#cursor.state();
    return this.#isFullRefresh && Object.keys(state).length === 0 ? undefined : state;
  }

  finalState(): StreamState {
    if (!this.#isSkipped) this.#cursor.finish();
    return this.#isFullRefresh ? NO_CURSOR_STATE : this.#cursor.state();
  }

  get #isFullRefresh(): boolean {
    return this.#stream.cursorField === undefined;
  }
}
