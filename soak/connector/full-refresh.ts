import { NextUrlPaginator, OffsetPaginator, PageNumberPaginator } from '@headwater/cdk';
import { ShopStream } from './shop-stream.ts';

/** Full refresh, by page number. */
export class Customers extends ShopStream {
  readonly name = 'customers';
  readonly recordPath = 'data';
  readonly paginator = new PageNumberPaginator({ pageSize: this.pageSize });

  path() {
    return '/customers';
  }
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
  readonly name = 'exports';
  readonly recordPath = 'data';
  readonly paginator = new NextUrlPaginator({ path: 'next' });

  path() {
    return '/exports';
  }

  override requestParams() {
    return { limit: this.pageSize };
  }
}
