import { createDraw, pick } from './draw.ts';
import { isoTime } from './iso-time.ts';
import { givenNames } from './pools.ts';
import type { Orders } from './orders.ts';

/** A record of `GET /v1/orders/{id}/events`. */
export interface OrderEvent {
  /** A 64-bit integer beyond 2^53: as a JavaScript number it would lose digits. */
  readonly id: bigint;
  readonly order_id: number;
  readonly type: string;
  readonly actor: { readonly kind: 'clerk' | 'customer'; readonly name: string } | null;
  readonly occurred_at: string;
}

/** The events of the orders of a shop; an order has from none to five. */
export interface OrderEvents {
  /** How many events the order at an index has. */
  readonly count: (orderIndex: number) => number;
  /** The event `nth` (from 0) of the order at an index. */
  readonly record: (orderIndex: number, nth: number) => OrderEvent;
  /** The same record as JSON text, the id digit for digit. */
  readonly text: (orderIndex: number, nth: number) => string;
}

const MOST_EVENTS = 5;
const FIRST_ID = 2n ** 60n;

const types = ['created', 'paid', 'packed', 'shipped', 'delivered'];

/** The events of the orders of a shop, in the order in which they happened. */
export function createOrderEvents(seed: number, orders: Orders): OrderEvents {
  const draw = createDraw(seed, 'order-events');

  const record = (orderIndex: number, nth: number): OrderEvent => {
    const random = draw(orderIndex, 1 + nth);
    const created = orders.createdSecond(orderIndex);
    const elapsed = Math.floor(((orders.updatedSecond(orderIndex) - created) * nth) / MOST_EVENTS);
    return {
      // Eight ids are set aside for each order, and the first is never used: no id is a multiple of eight, so none
      // survives the way through a double.
      id: FIRST_ID + BigInt(orderIndex) * 8n + BigInt(nth + 1),
      order_id: orderIndex + 1,
      type: pick(types, nth),
      actor:
        random % 3 === 0
          ? null
          : { kind: random % 3 === 1 ? 'clerk' : 'customer', name: pick(givenNames, random >>> 8) },
      occurred_at: isoTime(created + elapsed),
    };
  };

  return {
    count: (orderIndex) => draw(orderIndex) % (MOST_EVENTS + 1),
    record,
    text: (orderIndex, nth) => {
      const { id, ...rest } = record(orderIndex, nth);
      return `{"id":${id},${JSON.stringify(rest).slice(1)}`;
    },
  };
}
