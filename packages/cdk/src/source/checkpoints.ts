import { stateMessage } from '../protocol/build-message.ts';
import type { StreamDescriptor } from '../protocol/catalog.ts';
import type { StateMessage } from '../protocol/messages.ts';
import type { StreamState } from '../protocol/state.ts';
import type { StreamProgress } from './progress/stream-progress.ts';
import { writeJson } from '../protocol/write-json.ts';

/** A state up to this size goes out whenever it moves. A larger one waits for as many bytes of records. */
const SMALL_STATE_BYTES = 64 * 1024;

/**
 * Decides when a stream says a STATE, and counts the records that it covers. The caller sends every record before it asks for
 * a STATE: that is what makes a STATE true.
 */
export class Checkpoints {
  readonly #stream: StreamDescriptor;
  readonly #progress: StreamProgress;
  readonly #interval: number;
  #records = 0;
  #bytes = 0;
  /** The STATE before, as JSON; `undefined` before the first. */
  #said: string | undefined;

  /** @param interval Records after which a STATE may go out. */
  constructor(stream: StreamDescriptor, progress: StreamProgress, interval: number) {
    this.#stream = stream;
    this.#progress = progress;
    this.#interval = interval;
  }

  /** A record is going out. */
  count(): void {
    this.#records++;
  }

  /** Lines of records went out. */
  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }

  /** At the end of a page or slice: a STATE when it is due and says something new, or must take one back. */
  ifDue(mustRetract: boolean): StateMessage | undefined {
    const isDue = this.#records >= this.#interval && !this.#isCostly;
    if (!isDue && !mustRetract) return undefined;
    const state = this.#progress.newState();
    return state === undefined ? undefined : this.#message(state);
  }

  /** When a stream breaks off: the STATE that is safe, when it says anything new or covers further records. */
  whenBroken(): StateMessage | undefined {
    const state = this.#progress.newState() ?? (this.#records > 0 ? this.#progress.state() : undefined);
    return state === undefined ? undefined : this.#message(state);
  }

  /** After the last record of a stream that was read to its end: every such stream says at least one STATE. */
  final(): StateMessage | undefined {
    const state = this.#progress.finalState();
    return this.#records > 0 || writeJson(state) !== this.#said ? this.#message(state) : undefined;
  }

  /** Says whether saying the state at each page would cost more than the records do. */
  get #isCostly(): boolean {
    const stateBytes = this.#said?.length ?? 0;
    return stateBytes > SMALL_STATE_BYTES && this.#bytes < stateBytes;
  }

  #message(state: StreamState): StateMessage {
    const message = stateMessage(this.#stream, state, this.#records);
    this.#said = writeJson(state);
    this.#records = 0;
    this.#bytes = 0;
    return message;
  }
}
