import { type HttpClient, HttpStream, LinkHeaderPaginator, type PageContext } from '@headwater/cdk';
import schema from '../../schemas/order_events.json' with { type: 'json' };
import type { Config } from '../generated/config.ts';
import type { OrderEvent } from '../generated/order-events.ts';
import type { Order } from '../generated/orders.ts';
import { Orders } from './orders.ts';

/** A child stream: reads the events of every order. */
export class OrderEvents extends HttpStream<OrderEvent, Order> {
  readonly name = 'order_events';
  readonly primaryKey = 'id';
  readonly paginator = new LinkHeaderPaginator({ pageSize: 100 });
  readonly parent: Orders;

  constructor(client: HttpClient, config: Config) {
    super(client);
    this.parent = new Orders(client, config);
  }

  getJsonSchema() {
    return schema;
  }

  path({ slice: order }: PageContext<OrderEvent, Order>) {
    return `/orders/${order.id}/events`;
  }
}
