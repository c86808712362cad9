import { createDraw, pick } from './draw.ts';
import { isoTime } from './iso-time.ts';
import { addresses } from './pools.ts';
import { productId } from './products.ts';
import { seriesOf } from './series.ts';
import type { Series } from './series.ts';
import { createTimeline } from './timeline.ts';

/** A record of `GET /v1/stores`. */
export interface Store {
  readonly id: string;
  readonly city: string;
  readonly country: string;
}

/** The stores of a shop. */
export interface Stores extends Series<Store> {
  readonly count: number;
}

/** A record of `GET /v1/stores/{id}/stock`: how much of a product a store has. */
export interface StockItem {
  readonly store_id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly updated_at: string;
}

/** The stock of each store by `updated_at`; a store has from none to forty items. */
export interface Stock {
  /** How many items the store at an index has. */
  readonly count: (storeIndex: number) => number;
  /** The index of its first item that is not before `second`, or the count when there is none. */
  readonly firstIndexFrom: (storeIndex: number, second: number) => number;
  /** The item `nth` (from 0) of the store at an index. */
  readonly record: (storeIndex: number, nth: number) => StockItem;
}

const ORDERS_A_STORE = 25;
const MOST_ITEMS = 40;

/** The stores of a shop of `size` records per stream, one for each 25 orders; the store at index `i` has the id `store-${i + 1}`. */
export function createStores(seed: number, size: number): Stores {
  const draw = createDraw(seed, 'stores');
  const series = seriesOf<Store>((index) => {
    const { city, country } = pick(addresses, draw(index));
    return { id: storeId(index), city, country };
  });
  return { ...series, count: Math.ceil(size / ORDERS_A_STORE) };
}

/** What the stores of a shop have in stock. */
export function createStock(seed: number): Stock {
  const draw = createDraw(seed, 'stock');
  const count = (storeIndex: number): number => draw(storeIndex) % (MOST_ITEMS + 1);
  const timelineOf = (storeIndex: number) =>
    createTimeline(count(storeIndex), (nth) => draw(storeIndex, 1 + nth) / 2 ** 32);
  return {
    count,
    firstIndexFrom: (storeIndex, second) => timelineOf(storeIndex).firstIndexFrom(second),
    record: (storeIndex, nth) => ({
      store_id: storeId(storeIndex),
      product_id: productId(nth),
      quantity: draw(storeIndex, 1 + nth) % 100,
      updated_at: isoTime(timelineOf(storeIndex).secondAt(nth)),
    }),
  };
}

function storeId(index: number): string {
  return `store-${index + 1}`;
}
