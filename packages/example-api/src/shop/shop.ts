import { createCustomers } from './customers.ts';
import type { Customer } from './customers.ts';
import { createDraw } from './draw.ts';
import { createExportEntries } from './export-entries.ts';
import type { ExportEntry } from './export-entries.ts';
import { changedOrders, OrderChanges } from './order-changes.ts';
import { createOrderEvents } from './order-events.ts';
import type { OrderEvents } from './order-events.ts';
import { createOrders } from './orders.ts';
import type { Orders } from './orders.ts';
import { createProducts } from './products.ts';
import type { Products } from './products.ts';
import type { Series } from './series.ts';
import { createStock, createStores } from './stores.ts';
import type { Stock, Stores } from './stores.ts';
import { createTimeline } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** All the data of the example API: made on demand, the same for the same seed and size. */
export interface Shop {
  /** How many records each stream has. */
  readonly size: number;
  readonly timeline: Timeline;
  readonly customers: Series<Customer>;
  readonly products: Products;
  readonly orders: Orders;
  /** The orders that were changed while the shop was open; `undefined` for a shop whose orders never change. */
  readonly orderChanges: OrderChanges | undefined;
  readonly orderEvents: OrderEvents;
  readonly exports: Series<ExportEntry>;
  readonly stores: Stores;
  readonly stock: Stock;
}

/**
 * Makes the shop of a seed with `size` records per stream. Its memory does not grow with the size.
 * @param isChanging whether orders may change
 */
export function createShop(seed: number, size: number, isChanging = false): Shop {
  const draw = createDraw(seed, 'timeline');
  const timeline = createTimeline(size, (index) => draw(index) / 2 ** 32);
  const products = createProducts(seed);
  const orders = createOrders(seed, size, products, timeline);
  const orderChanges = isChanging ? new OrderChanges() : undefined;
  return {
    size,
    timeline,
    customers: createCustomers(seed, timeline),
    products,
    orders: orderChanges === undefined ? orders : changedOrders(orders, orderChanges),
    orderChanges,
    orderEvents: createOrderEvents(seed, orders),
    exports: createExportEntries(seed, timeline),
    stores: createStores(seed, size),
    stock: createStock(seed),
  };
}
