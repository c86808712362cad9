import { GraphqlStream, RelayPaginator } from '@headwater/cdk';
import schema from '../../schemas/products.json' with { type: 'json' };
import type { Product } from '../generated/products.ts';

/** GraphQL: the query names the fields of the schema. */
export class Products extends GraphqlStream<Product> {
  readonly name = 'products';
  readonly primaryKey = 'id';
  readonly query = `query ($first: Int, $after: String) {
    products(first: $first, after: $after) {
      nodes { id title price }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  readonly recordPath = 'data.products.nodes';
  readonly paginator = new RelayPaginator({ path: 'data.products.pageInfo', pageSize: 50 });

  getJsonSchema() {
    return schema;
  }

  path() {
    return '/graphql';
  }
}
