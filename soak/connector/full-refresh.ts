import {
  NextUrlPaginator,
  OffsetPaginator,
  type PageContext,
  PageNumberPaginator,
  type QueryParams,
} from '@headwater/cdk';
import { type ShopRecord, ShopStream } from './shop-stream.ts';

/** Full refresh, by page number. */
export class Customers extends ShopStream {
  readonly name: string = 'customers';
  readonly recordPath = 'data';
  readonly paginator = new PageNumberPaginator({ pageSize: this.pageSize });

  path() {
    return '/customers';
  }
}

/** Full refresh that starts over: its tokens are of no use to the next run. */
export class CustomersWhole extends Customers {
  override readonly name = 'customers_whole';
  override readonly resumable = false;
}

/** Full refresh, by offset. */
export class Products extends ShopStream {
  readonly name = 'products';
  readonly recordPath = 'items';
  readonly paginator = new OffsetPaginator({ pageSize: this.pageSize });

  path() {
    return '/products';
  }
}

/** Full refresh, by the URL of the next page. */
export class Exports extends ShopStream {
  readonly name: string = 'exports';
  readonly recordPath = 'data';
  readonly paginator = new NextUrlPaginator({ path: 'next' });

  path() {
    return '/exports';
  }

  override requestParams(_page: PageContext<ShopRecord>): QueryParams {
    return { limit: this.pageSize };
  }
}

/** Incremental by a number that counts up; the filter leaves out the record at its bound. */
export class ExportsAfter extends Exports {
  override readonly name = 'exports_after';
  readonly cursorField = 'id';
  readonly cursorFilter = 'exclusive';
  readonly recordOrder = 'ascending';

  override requestParams({ state }: PageContext<ShopRecord>) {
    return { limit: this.pageSize, after: state.id };
  }
}
