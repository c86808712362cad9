import { type HttpClient, LinkHeaderPaginator, type PageContext, ParentPartitions } from '@headwater/cdk';
import type { Config } from './config.ts';
import { Orders } from './orders.ts';
import { type ShopRecord, ShopStream } from './shop-stream.ts';

/** Full refresh, a child of each order. */
export class OrderEvents extends ShopStream<ShopRecord> {
  readonly name: string = 'order_events';
  readonly paginator = new LinkHeaderPaginator({ pageSize: 2 });
  readonly parent: Orders;

  constructor(client: HttpClient, config: Config) {
    super(client, config);
    this.parent = new Orders(client, config);
  }

  path({ slice: order }: PageContext<ShopRecord, ShopRecord>) {
    return `/orders/${order.id}/events`;
  }
}

/** Incremental, a child of the orders that changed since the last read; the API cannot filter events. */
export class NewOrderEvents extends ShopStream<ShopRecord> {
  readonly name = 'new_order_events';
  readonly cursorField = 'occurred_at';
  readonly cursorFilter = 'none';
  readonly recordOrder = 'ascending';
  readonly paginator = new LinkHeaderPaginator({ pageSize: 2 });
  readonly partitions: ParentPartitions<[ShopRecord]>;

  constructor(client: HttpClient, config: Config) {
    super(client, config);
    this.partitions = new ParentPartitions({ stream: new Orders(client, config), incremental: true });
  }

  path({ slice: order }: PageContext<ShopRecord, ShopRecord>) {
    return `/orders/${order.id}/events`;
  }
}
