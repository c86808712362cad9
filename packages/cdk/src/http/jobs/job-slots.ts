import { untilAborted } from '../../streams/until-aborted.ts';

/** Lets so many jobs run at once; who comes later waits, in the order of coming. */
export class JobSlots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Resolves when there is a slot. Give it back with `release`.
   *
   * @throws the signal's reason when it is aborted before.
   */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    let enter: () => void = () => {};
    const entered = new Promise<void>((resolve) => (enter = resolve));
    this.#waiting.push(enter);
    try {
      await untilAborted(entered, signal);
    } catch (error) {
      const place = this.#waiting.indexOf(enter);
      // A slot that came in the moment of the stop goes to the next.
      if (place === -1) this.release();
      else this.#waiting.splice(place, 1);
      throw error;
    }
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
