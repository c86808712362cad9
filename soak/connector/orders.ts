import { CursorPaginator, type PageContext, type QueryParams, type RecordOrder } from '@headwater/cdk';
import { type ShopRecord, ShopStream } from './shop-stream.ts';

/** Incremental, oldest change first; the filter gives the records at its bound too. */
export class Orders extends ShopStream {
  readonly name: string = 'orders';
  readonly recordPath = 'data';
  readonly cursorField = 'updated_at';
  readonly recordOrder: RecordOrder = 'ascending';
  readonly checkpointInterval = 1;
  readonly paginator = new CursorPaginator({ token: { path: 'next_cursor' }, pageSize: this.pageSize });

  path() {
    return '/orders';
  }

  override requestParams({ state }: PageContext<ShopRecord>): QueryParams {
    return { updated_since: state.updated_at };
  }
}

/** The filter leaves out the records at its bound. */
export class OrdersAfter extends Orders {
  override readonly name = 'orders_after';
  readonly cursorFilter = 'exclusive';

  override requestParams({ state }: PageContext<ShopRecord>): QueryParams {
    return { updated_after: state.updated_at };
  }
}

/** Newest change first. */
export class OrdersDescending extends Orders {
  override readonly name = 'orders_descending';
  override readonly recordOrder = 'descending';

  override requestParams({ state }: PageContext<ShopRecord>): QueryParams {
    return { updated_since: state.updated_at, sort: 'desc' };
  }
}

/** In no order. */
export class OrdersUnsorted extends Orders {
  override readonly name = 'orders_unsorted';
  override readonly recordOrder = 'unsorted';

  override requestParams({ state }: PageContext<ShopRecord>): QueryParams {
    return { updated_since: state.updated_at, sort: 'unsorted' };
  }
}
