import { isoTime } from './iso-time.ts';
import type { Orders } from './orders.ts';

/** The orders that were changed since the shop was made, and when. Of one that is changed twice, the last time counts. */
export class OrderChanges {
  readonly #seconds = new Map<number, number>();

  /** Changes the order at an index. */
  touch(index: number, second: number): void {
    this.#seconds.set(index, second);
  }

  /** When the order at an index was changed, in seconds since the Unix epoch; `undefined` when it is as it was made. */
  secondOf(index: number): number | undefined {
    return this.#seconds.get(index);
  }
}

const UPDATED_AT = /"updated_at":"[^"]*"\}$/;

/** The orders of a shop as they are now, in the order in which they were made. */
export function changedOrders(orders: Orders, changes: OrderChanges): Orders {
  return {
    createdSecond: orders.createdSecond,
    updatedSecond: (index) => changes.secondOf(index) ?? orders.updatedSecond(index),
    record: (index) => {
      const second = changes.secondOf(index);
      const order = orders.record(index);
      return second === undefined ? order : { ...order, updated_at: isoTime(second) };
    },
    text: (index) => {
      const second = changes.secondOf(index);
      const text = orders.text(index);
      return second === undefined ? text : text.replace(UPDATED_AT, `"updated_at":"${isoTime(second)}"}`);
    },
  };
}
