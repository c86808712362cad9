import { stateMessage } from '../protocol/build-message.ts';
import type { StreamDescriptor } from '../protocol/catalog.ts';
import type { StateMessage } from '../protocol/messages.ts';
import { NO_CURSOR_STATE, type StreamState } from '../protocol/state.ts';
import type { HighestValueCursor } from '../streams/cursors/highest-value-cursor.ts';

/**
 * Decides when a stream says a STATE, and counts the records that it covers. The caller sends every record before it asks for
 * a STATE: that is what makes a STATE true.
 */
export class Checkpoints {
  readonly #stream: StreamDescriptor;
  readonly #cursor: HighestValueCursor | undefined;
  readonly #interval: number;
  #records = 0;
  #isFirst = true;
  /** The state that a platform has by now, as JSON. */
  #known: string;

  /** @param interval Records after which a STATE may go out inside a slice. */
  constructor(
    stream: StreamDescriptor,
    cursor: HighestValueCursor | undefined,
    startState: StreamState,
    interval: number,
  ) {
    this.#stream = stream;
    this.#cursor = cursor;
    this.#interval = interval;
    this.#known = JSON.stringify(startState);
  }

  observe(record: object): void {
    this.#records++;
    this.#cursor?.observe(record);
  }

  /** At the end of a page: a STATE when it is due and says more than the one before, or must take one back. */
  afterPage(): StateMessage | undefined {
    const isDue = this.#records >= this.#interval || this.#cursor?.mustRetract === true;
    return isDue && this.#hasMoved() ? this.now() : undefined;
  }

  /** Between two slices, and when a stream breaks off: the STATE that is safe, when it says anything new. */
  now(): StateMessage | undefined {
    if (this.#cursor === undefined || (this.#records === 0 && !this.#hasMoved())) return undefined;
    return this.#state(this.#cursor.state());
  }

  /** After the last record of a stream that was read to its end: every such stream says at least one STATE. */
  final(): StateMessage | undefined {
    if (this.#cursor === undefined) return this.#state(NO_CURSOR_STATE);
    this.#cursor.finish();
    return this.#isFirst ? this.#state(this.#cursor.state()) : this.now();
  }

  #hasMoved(): boolean {
    return this.#cursor !== undefined && JSON.stringify(this.#cursor.state()) !== this.#known;
  }

  #state(state: StreamState): StateMessage {
    const message = stateMessage(this.#stream, state, this.#records);
    this.#records = 0;
    this.#isFirst = false;
    this.#known = JSON.stringify(state);
    return message;
  }
}
