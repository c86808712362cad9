import { createDraw } from './draw.ts';
import type { OrderChanges } from './order-changes.ts';

/** How the orders of a shop change while somebody reads them. */
export interface ChurnOptions {
  /** After how many requests some orders change; `Infinity` for never by itself. */
  readonly every: number;
  /**
   * How many orders change at a time.
   * @default 3
   */
  readonly orders?: number;
}

/** Changes some orders after every so many requests: which, is the same for the same seed. */
export class Churn {
  readonly #every: number;
  readonly #orders: number;
  readonly #size: number;
  readonly #draw: (index: number, nth?: number) => number;
  readonly #changes: OrderChanges;
  #requests = 0;
  #isStopped = false;

  /** @throws RangeError when `every` or `orders` is not a positive integer (`every` may be `Infinity`) */
  constructor(seed: number, size: number, changes: OrderChanges, { every, orders = 3 }: ChurnOptions) {
    for (const [name, value] of Object.entries({ every, orders })) {
      if ((Number.isInteger(value) && value > 0) || (name === 'every' && value === Infinity)) continue;
      throw new RangeError(`"${name}" of churn must be a positive integer, got ${value}`);
    }
    this.#every = every;
    this.#orders = orders;
    this.#size = size;
    this.#draw = createDraw(seed, 'churn');
    this.#changes = changes;
  }

  /** From now on orders change no more by themselves. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Counts a request, and changes orders when it is their turn. */
  count(second: number): void {
    this.#requests++;
    if (this.#isStopped || this.#size === 0 || this.#requests % this.#every !== 0) return;
    for (let nth = 0; nth < this.#orders; nth++) {
      this.#changes.touch(this.#draw(this.#requests, nth) % this.#size, second);
    }
  }
}
