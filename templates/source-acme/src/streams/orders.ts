import type { PageContext } from '@headwater/cdk';
import schema from '../../schemas/orders.json' with { type: 'json' };
import { ApiStream } from '../api-stream.paging-token.ts';
import type { Order } from '../generated/orders.ts';

/** Incremental: a read asks for what changed since the one before, oldest change first. */
export class Orders extends ApiStream<Order> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'ascending';

  getJsonSchema() {
    return schema;
  }

  path() {
    return '/orders';
  }

  requestParams({ state }: PageContext<Order>) {
    return { updated_since: state.updated_at };
  }
}
