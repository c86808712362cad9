import { type HttpClient, LinkHeaderPaginator, type PageContext } from '@headwater/cdk';
import type { Config } from './config.ts';
import { Orders } from './orders.ts';
import { type ShopRecord, ShopStream } from './shop-stream.ts';

/** Full refresh, a child of each order. */
export class OrderEvents extends ShopStream<ShopRecord> {
  readonly name = 'order_events';
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
