import {
  DatetimeWindows,
  type HttpClient,
  ListPartitions,
  type PageContext,
  PageNumberPaginator,
  ParentPartitions,
  ProductPartitions,
  type Partitions,
  type QueryParams,
} from '@headwater/cdk';
import type { Config } from './config.ts';
import { Orders } from './orders.ts';
import { type ShopRecord, ShopStream } from './shop-stream.ts';

/** Full refresh, by page number: the parent of the streams below. */
class Stores extends ShopStream {
  readonly name = 'stores';
  readonly recordPath = 'data';
  readonly paginator = new PageNumberPaginator({ pageSize: 2 });

  path() {
    return '/stores';
  }
}

type StockContext = PageContext<ShopRecord, ShopRecord>;

/** Incremental, with a cursor for each store. */
export class Stock extends ShopStream<ShopRecord> {
  readonly name: string = 'stock';
  override readonly primaryKey = ['store_id', 'product_id'] as const;
  readonly recordPath = 'data';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'ascending';
  readonly paginator = new PageNumberPaginator({ pageSize: this.pageSize });
  readonly partitions: Partitions<ShopRecord>;

  constructor(client: HttpClient, config: Config) {
    super(client, config);
    this.partitions = new ParentPartitions({ stream: new Stores(client, config) });
  }

  path({ slice: store }: StockContext) {
    return `/stores/${store.id}/stock`;
  }

  override requestParams({ state }: StockContext): QueryParams {
    return { updated_since: state.updated_at };
  }
}

/** In windows for each store. */
export class StockInWindows extends Stock {
  override readonly name = 'stock_in_windows';
  readonly windows = new DatetimeWindows({
    start: '2024-01-01',
    end: '2024-02-15',
    step: 'P14D',
    granularity: 'PT1S',
    format: '%Y-%m-%dT%H:%M:%SZ',
  });

  override requestParams({ window }: StockContext): QueryParams {
    return { updated_since: window?.start, updated_until: window?.end };
  }
}

/** Full refresh, a partition for each store of a list, which goes on from a page. */
export class StockOfList extends ShopStream<{ id: string }> {
  readonly name = 'stock_of_list';
  override readonly primaryKey = ['store_id', 'product_id'] as const;
  readonly recordPath = 'data';
  readonly paginator = new PageNumberPaginator({ pageSize: this.pageSize });
  readonly partitions = new ListPartitions([{ id: 'store-1' }, { id: 'store-2' }]);

  path({ slice: store }: PageContext<ShopRecord, { id: string }>) {
    return `/stores/${store.id}/stock`;
  }
}

/** A stretch of time, as the API is asked for it. */
interface Period {
  readonly from: string;
  readonly to: string;
}

/** Full refresh, a partition for each period of each store. */
export class StockByPeriod extends ShopStream<readonly [ShopRecord, Period]> {
  readonly name = 'stock_by_period';
  override readonly primaryKey = ['store_id', 'product_id'] as const;
  readonly recordPath = 'data';
  readonly paginator = new PageNumberPaginator({ pageSize: this.pageSize });
  readonly partitions: Partitions<readonly [ShopRecord, Period]>;

  constructor(client: HttpClient, config: Config) {
    super(client, config);
    this.partitions = new ProductPartitions(
      new ParentPartitions({ stream: new Stores(client, config) }),
      new ListPartitions([
        { from: '2024-01-01', to: '2024-01-20T23:59:59Z' },
        { from: '2024-01-21', to: '2025-12-31' },
      ]),
    );
  }

  path({ slice: [store] }: PageContext<ShopRecord, readonly [ShopRecord, Period]>) {
    return `/stores/${store.id}/stock`;
  }

  override requestParams({ slice: [, { from, to }] }: PageContext<ShopRecord, readonly [ShopRecord, Period]>) {
    return { updated_since: from, updated_until: to };
  }
}

/** Full refresh, a child of two parents: what each store has, and what became of each order. */
export class Activity extends ShopStream<ShopRecord> {
  readonly name = 'activity';
  override readonly primaryKey = undefined;
  readonly paginator = new PageNumberPaginator({ pageSize: this.pageSize });
  readonly partitions: ParentPartitions<[ShopRecord, ShopRecord]>;

  constructor(client: HttpClient, config: Config) {
    super(client, config);
    this.partitions = new ParentPartitions(
      { stream: new Stores(client, config) },
      { stream: new Orders(client, config) },
    );
  }

  path({ slice: { id } }: StockContext) {
    return typeof id === 'string' ? `/stores/${id}/stock` : `/orders/${id}/events`;
  }

  override parseResponse(response: Parameters<ShopStream<ShopRecord>['parseResponse']>[0], { slice }: StockContext) {
    return response.records<ShopRecord>(typeof slice.id === 'string' ? 'data' : '');
  }
}
