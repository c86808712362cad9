import type { Shop } from '@headwater/example-api';
import type { StreamUnderTest } from '@headwater/kill-anywhere';

/** How big a read is. */
export interface ReadSize {
  readonly pageSize: number;
  /** Partitions that are read at the same time. */
  readonly concurrency: number;
}

/** A stream of the connector: how it is read, what it must give, and what a kill may cost. */
export interface StreamKind extends Pick<StreamUnderTest, 'name' | 'syncMode' | 'primaryKey'> {
  /** What the API has. */
  readonly records: (shop: Shop) => readonly unknown[];
  /** The most records that one kill may make it send again; `all` for a stream that starts over. */
  readonly mostDuplicates: 'all' | ((size: ReadSize) => number);
}

/** The most records of the shop that share a time. */
const MOST_TIES = 4;

const everyOf =
  (series: 'customers' | 'products' | 'exports' | 'orders') =>
  (shop: Shop): unknown[] =>
    Array.from({ length: shop.size }, (_, index) => shop[series].record(index));

/** A kill costs the page that was being sent, and the records at the bound, which a state cannot tell apart. */
const onePage = ({ pageSize }: ReadSize): number => pageSize + MOST_TIES;

const id = [['id']];

/** A stream of each kind, in the order in which the connector reads them. */
export const streamKinds: readonly StreamKind[] = [
  { name: 'customers', syncMode: 'full_refresh', primaryKey: id, records: everyOf('customers'), mostDuplicates: 'all' },
  { name: 'products', syncMode: 'full_refresh', primaryKey: id, records: everyOf('products'), mostDuplicates: 'all' },
  { name: 'exports', syncMode: 'full_refresh', primaryKey: id, records: everyOf('exports'), mostDuplicates: 'all' },
  { name: 'orders', syncMode: 'incremental', primaryKey: id, records: everyOf('orders'), mostDuplicates: onePage },
  {
    name: 'orders_after',
    syncMode: 'incremental',
    primaryKey: id,
    records: everyOf('orders'),
    mostDuplicates: onePage,
  },
  {
    name: 'orders_descending',
    syncMode: 'incremental',
    primaryKey: id,
    records: everyOf('orders'),
    mostDuplicates: 'all',
  },
  {
    name: 'orders_unsorted',
    syncMode: 'incremental',
    primaryKey: id,
    records: everyOf('orders'),
    mostDuplicates: 'all',
  },
  { name: 'order_events', syncMode: 'full_refresh', primaryKey: id, records: eventsOf, mostDuplicates: 'all' },
];

/** The streams of a read, as `killAnywhere` takes them. */
export function streamsUnderTest(kinds: readonly StreamKind[], size: ReadSize): StreamUnderTest[] {
  return kinds.map(({ name, syncMode, primaryKey, mostDuplicates }) => ({
    name,
    syncMode,
    ...(primaryKey !== undefined && { primaryKey }),
    ...(mostDuplicates !== 'all' && { mostDuplicates: mostDuplicates(size) }),
  }));
}

/** All records of some streams, by the stream's name. */
export function expectedRecords(kinds: readonly StreamKind[], shop: Shop): Record<string, readonly unknown[]> {
  return Object.fromEntries(kinds.map(({ name, records }) => [name, records(shop)]));
}

function eventsOf({ size, orderEvents }: Shop): unknown[] {
  return Array.from({ length: size }, (_, order) =>
    Array.from({ length: orderEvents.count(order) }, (_event, nth) => orderEvents.record(order, nth)),
  ).flat();
}
