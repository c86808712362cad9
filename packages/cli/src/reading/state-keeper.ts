import type { StateMessage, StreamDescriptor, StreamState } from '@headwater/cdk/protocol';
import type { StateFile } from '../project/state-file.ts';
import { isAmong } from './stray-errors.ts';

/** A read that is killed loses at most what came in this time. */
const SAVE_EVERY_MS = 1000;

/** Keeps the states of a read while it runs, so that whoever ends it goes on from there. */
export class StateKeeper {
  readonly #file: StateFile | undefined;
  readonly #asked: readonly StreamDescriptor[];
  #savedAt = performance.now();
  #saving: Promise<void> = Promise.resolve();

  /**
   * @param file `undefined` keeps nothing.
   * @param asked The streams that are read: a state of another one would have its next read skip what nobody has seen.
   */
  constructor(file: StateFile | undefined, asked: readonly StreamDescriptor[]) {
    this.#file = file;
    this.#asked = asked;
  }

  /** Where states are kept; `undefined` when none are. */
  get path(): string | undefined {
    return this.#file?.states.length === 0 ? undefined : this.#file?.path;
  }

  /** What is kept of a stream, from this read or one before. */
  of(stream: string): StreamState | undefined {
    return this.#file?.of(stream);
  }

  take({ state }: StateMessage): void {
    if (!isAmong(this.#asked, state.stream.stream_descriptor)) return;
    this.#file?.set(state.stream);
    const now = performance.now();
    if (now - this.#savedAt < SAVE_EVERY_MS) return;
    this.#savedAt = now;
    // Whoever saves at the end is told when that fails.
    this.save().catch(() => {});
  }

  async save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#file?.save());
    await this.#saving;
  }
}
