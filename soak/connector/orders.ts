import {
  CursorPaginator,
  type CursorFilter,
  DatetimeWindows,
  type PageContext,
  type QueryParams,
  type RecordOrder,
} from '@headwater/cdk';
import { type ShopRecord, ShopStream } from './shop-stream.ts';

/** Incremental, oldest change first; the filter gives the records at its bound too. */
export class Orders extends ShopStream {
  readonly name: string = 'orders';
  readonly recordPath = 'data';
  readonly cursorField = 'updated_at';
  readonly recordOrder: RecordOrder = 'ascending';
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

  override requestParams({ state }: PageContext<ShopRecord>) {
    return { updated_after: state.updated_at };
  }
}

/** Newest change first. */
export class OrdersDescending extends Orders {
  override readonly name: string = 'orders_descending';
  override readonly recordOrder = 'descending';

  override requestParams({ state }: PageContext<ShopRecord>): QueryParams {
    return { updated_since: state.updated_at, sort: 'desc' };
  }
}

/** A feed: newest change first, and no filter at all. */
export class OrdersFeed extends OrdersDescending {
  override readonly name = 'orders_feed';
  readonly cursorFilter: CursorFilter = 'none';

  override requestParams() {
    return { sort: 'desc' };
  }
}

/** In no order. */
export class OrdersUnsorted extends Orders {
  override readonly name = 'orders_unsorted';
  override readonly recordOrder = 'unsorted';

  override requestParams({ state }: PageContext<ShopRecord>) {
    return { updated_since: state.updated_at, sort: 'unsorted' };
  }
}

/** In windows of a week, in no order; they end in spring 2024, before which a shop of a hundred orders has all of them. */
export class OrdersInWindows extends Orders {
  override readonly name: string = 'orders_in_windows';
  override readonly recordOrder: RecordOrder = 'unsorted';
  readonly windows: DatetimeWindows = new DatetimeWindows({
    start: '2024-01-01',
    end: '2024-03-31',
    step: 'P7D',
    granularity: 'PT1S',
    format: '%Y-%m-%dT%H:%M:%SZ',
  });

  override requestParams({ window }: PageContext<ShopRecord>): QueryParams {
    return { updated_since: window?.start, updated_until: window?.end, sort: 'unsorted' };
  }
}

/** In windows of four weeks, up to the present, in no order. */
export class OrdersToNow extends OrdersInWindows {
  override readonly name = 'orders_to_now';
  override readonly windows = new DatetimeWindows({
    start: '2024-01-01',
    step: 'P28D',
    granularity: 'PT1S',
    format: '%Y-%m-%dT%H:%M:%SZ',
  });
}

/** In windows of a year, up to the present, oldest change first. */
export class OrdersByYear extends OrdersInWindows {
  override readonly name = 'orders_by_year';
  override readonly recordOrder = 'ascending';
  override readonly windows = new DatetimeWindows({
    start: '2024-01-01',
    step: 'P1Y',
    granularity: 'PT1S',
    format: '%Y-%m-%dT%H:%M:%SZ',
  });

  override requestParams({ window }: PageContext<ShopRecord>): QueryParams {
    return { updated_since: window?.start, updated_until: window?.end };
  }
}
