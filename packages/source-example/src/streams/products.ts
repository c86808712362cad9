import { HttpStream, OffsetPaginator } from '@headwater/cdk';
import schema from '../../schemas/products.json' with { type: 'json' };
import type { Product } from '../generated/products.ts';

/** Full refresh, by offset. */
export class Products extends HttpStream<Product> {
  readonly name = 'products';
  readonly primaryKey = 'id';
  readonly recordPath = 'items';
  readonly paginator = new OffsetPaginator({ pageSize: 100 });

  getJsonSchema() {
    return schema;
  }

  path() {
    return '/products';
  }
}
