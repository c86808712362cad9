import { CursorPaginator, type HttpClient, HttpStream, type PageContext } from '@headwater/cdk';
import schema from '../../schemas/orders.json' with { type: 'json' };
import type { Config } from '../generated/config.ts';
import type { Order } from '../generated/orders.ts';

/** Incremental: asks for what changed since the state, oldest change first. */
export class Orders extends HttpStream<Order> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'ascending';
  readonly recordPath = 'data';
  readonly paginator: CursorPaginator;
  readonly #startDate: string;

  constructor(client: HttpClient, { page_size: pageSize = 100, start_date: startDate = '2024-01-01' }: Config) {
    super(client);
    this.paginator = new CursorPaginator({ token: { path: 'next_cursor' }, pageSize });
    this.#startDate = startDate;
  }

  getJsonSchema() {
    return schema;
  }

  path() {
    return '/orders';
  }

  requestParams({ state }: PageContext<Order>) {
    return { updated_since: state.updated_at ?? this.#startDate, sort: 'asc' };
  }
}
