import type { Shop } from '@headwater/example-api';
import type { StreamUnderTest } from '@headwater/kill-anywhere';

/** How big a read is. */
export interface ReadSize {
  readonly pageSize: number;
  /** Partitions that are read at the same time. */
  readonly concurrency: number;
}

/** A stream of the connector: how it is read, what it must give, and what a kill may cost. */
export interface StreamKind extends Pick<StreamUnderTest, 'name' | 'syncMode' | 'primaryKey' | 'isResumable'> {
  /** What the API has. */
  readonly records: (shop: Shop) => readonly unknown[];
  /** The most records that one kill may make it send again; `all` for a stream that starts over. */
  readonly mostDuplicates: 'all' | ((size: ReadSize, shop: Shop) => number);
  /** Whether it starts over when pages have another size than before. */
  readonly countsPages?: boolean;
  /** Whether it has the orders that change while they are read. */
  readonly isChanging?: boolean;
  /** Whether it reads up to the present of the connector: what has a later time of the API comes in a later read. */
  readonly endsNow?: boolean;
}

/** The most records of the shop that share a time. A state cannot tell those at its value apart: they come again. */
const MOST_TIES = 4;
const MOST_EVENTS = 5;
const MOST_STOCK = 40;
/** A week, and four, of a shop that has a thousand orders at most. */
const MOST_ORDERS_A_WEEK = 15;
const MOST_ORDERS_A_MONTH = 45;

type MostDuplicates = StreamKind['mostDuplicates'];

/** The page that was being sent. */
const page: MostDuplicates = ({ pageSize }) => pageSize;
const pageAndTies: MostDuplicates = ({ pageSize }) => pageSize + MOST_TIES;
/** The partitions that were being read, of so many records each. */
const partitionsOf =
  (records: number): MostDuplicates =>
  ({ concurrency }) =>
    concurrency * records;
/** The page of each store that was being read, and what each store has at its cursor. */
const pagesOfStores: MostDuplicates = ({ concurrency, pageSize }, { stores }) =>
  concurrency * pageSize + stores.count * MOST_TIES;
/** The orders whose events were being read, and those at the bound of the orders that were done. */
const ordersBeingRead: MostDuplicates = ({ concurrency }) => (concurrency + MOST_TIES) * MOST_EVENTS;
/** Of each order that is visited again, the events at its cursor. */
const lastEvents: MostDuplicates = ({ concurrency }, { size }) => concurrency * MOST_EVENTS + size * 2;

const customers = everyOf('customers');
const orders = everyOf('orders');
const id = [['id']];
const item = [['store_id'], ['product_id']];

/** A stream of each kind, in the order in which the connector reads them. */
export const streamKinds: readonly StreamKind[] = [
  { ...fullRefresh('customers', customers, page), countsPages: true },
  { ...fullRefresh('customers_whole', customers, 'all'), isResumable: false },
  fullRefresh('products', everyOf('products'), page),
  fullRefresh('exports', everyOf('exports'), page),
  { ...incremental('exports_after', everyOf('exports'), pageAndTies), isChanging: false },
  incremental('orders', orders, pageAndTies),
  incremental('orders_after', orders, pageAndTies),
  incremental('orders_descending', orders, 'all'),
  incremental('orders_feed', orders, 'all'),
  incremental('orders_unsorted', orders, 'all'),
  { ...incremental('orders_in_windows', orders, partitionsOf(MOST_ORDERS_A_WEEK)), isChanging: false },
  { ...incremental('orders_to_now', orders, partitionsOf(MOST_ORDERS_A_MONTH)), endsNow: true },
  { ...incremental('orders_by_year', orders, pageAndTies), endsNow: true },
  fullRefresh('order_events', eventsOf, ordersBeingRead),
  { ...incremental('new_order_events', eventsOf, lastEvents), isChanging: false },
  { ...incremental('stock', stockOf, pagesOfStores), primaryKey: item, isChanging: false },
  { ...incremental('stock_in_windows', stockOf, partitionsOf(MOST_STOCK)), primaryKey: item, isChanging: false },
  { ...fullRefresh('stock_of_list', (shop) => stockOf(shop, 2), partitionsOf(MOST_STOCK)), primaryKey: item },
  { ...fullRefresh('stock_by_period', stockOf, partitionsOf(MOST_STOCK)), primaryKey: item },
  noKey(fullRefresh('activity', (shop) => [...stockOf(shop), ...eventsOf(shop)], partitionsOf(MOST_STOCK))),
];

/**
 * The streams of a read, as `killAnywhere` takes them.
 *
 * @param sizes all that the read is made with, one run with this and one with that
 */
export function streamsUnderTest(
  kinds: readonly StreamKind[],
  sizes: readonly ReadSize[],
  shop: Shop,
): StreamUnderTest[] {
  const isResized = new Set(sizes.map(({ pageSize }) => pageSize)).size > 1;
  return kinds.map(({ name, syncMode, primaryKey, isResumable = true, mostDuplicates, countsPages = false }) => ({
    name,
    syncMode,
    isResumable,
    ...(primaryKey !== undefined && { primaryKey }),
    ...(mostDuplicates !== 'all' &&
      !(isResized && countsPages) && {
        mostDuplicates: Math.max(...sizes.map((size) => mostDuplicates(size, shop))),
      }),
  }));
}

/** All records of some streams, by the stream's name. */
export function expectedRecords(kinds: readonly StreamKind[], shop: Shop): Record<string, readonly unknown[]> {
  return Object.fromEntries(kinds.map(({ name, records }) => [name, records(shop)]));
}

function fullRefresh(name: string, records: StreamKind['records'], mostDuplicates: MostDuplicates): StreamKind {
  return { name, syncMode: 'full_refresh', primaryKey: id, records, mostDuplicates };
}

function incremental(name: string, records: StreamKind['records'], mostDuplicates: MostDuplicates): StreamKind {
  return { name, syncMode: 'incremental', primaryKey: id, records, mostDuplicates, isChanging: true };
}

function noKey({ primaryKey: _, ...kind }: StreamKind): StreamKind {
  return kind;
}

function everyOf(series: 'customers' | 'products' | 'exports' | 'orders'): StreamKind['records'] {
  return (shop) => Array.from({ length: shop.size }, (_, index) => shop[series].record(index));
}

function eventsOf({ size, orderEvents }: Shop): unknown[] {
  return Array.from({ length: size }, (_, order) =>
    Array.from({ length: orderEvents.count(order) }, (_event, nth) => orderEvents.record(order, nth)),
  ).flat();
}

function stockOf({ stores, stock }: Shop, most = stores.count): unknown[] {
  return Array.from({ length: Math.min(most, stores.count) }, (_, store) =>
    Array.from({ length: stock.count(store) }, (_item, nth) => stock.record(store, nth)),
  ).flat();
}
