// The example API as a GraphQL source: try it with `node packages/example-api/src/main.ts`.
import {
  BearerAuthenticator,
  GraphqlStream,
  HttpClient,
  OffsetPaginator,
  type PageContext,
  RelayPaginator,
  Source,
} from '@headwater/cdk';
import type { Config } from './types.ts';

export interface Order {
  id: number;
  total: number;
  updated_at: string;
}

interface OrderEvent {
  id: string;
  type: string;
}

interface Product {
  id: string;
  title: string;
}

const schema = { type: 'object', properties: { id: {}, updated_at: { type: 'string', format: 'date-time' } } };

// #region orders
class Orders extends GraphqlStream<Order> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  readonly query = `query ($first: Int, $after: String) {
    orders(first: $first, after: $after) {
      nodes { id total updated_at }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  readonly recordPath = 'data.orders.nodes';
  readonly paginator = new RelayPaginator({ path: 'data.orders.pageInfo', pageSize: 100 });
  getJsonSchema = () => schema;
}
// #endregion

// #region incremental
class ChangedOrders extends GraphqlStream<Order> {
  readonly name = 'changed_orders';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'ascending';
  readonly query = `query ($first: Int, $after: String, $since: String) {
    orders(first: $first, after: $after, updatedSince: $since) {
      edges { node { id total updated_at } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  readonly recordPath = 'data.orders.edges';
  readonly paginator = new RelayPaginator({ path: 'data.orders.pageInfo', pageSize: 100 });
  variables = ({ state }: PageContext<Order>) => ({ since: state.updated_at });
  getJsonSchema = () => schema;
}
// #endregion

// #region child
class OrderEvents extends GraphqlStream<OrderEvent, Order> {
  readonly name = 'order_events';
  readonly primaryKey = 'id';
  readonly parent = new Orders(this.client);
  readonly query = `query ($id: ID, $first: Int, $after: String) {
    order(id: $id) {
      events(first: $first, after: $after) { nodes { id type } pageInfo { hasNextPage endCursor } }
    }
  }`;
  readonly recordPath = 'data.order.events.nodes';
  readonly paginator = new RelayPaginator({ path: 'data.order.events.pageInfo', pageSize: 50 });
  variables = ({ slice: order }: PageContext<OrderEvent, Order>) => ({ id: order.id });
  getJsonSchema = () => schema;
}
// #endregion

// #region offset
class Products extends GraphqlStream<Product> {
  readonly name = 'products';
  readonly primaryKey = 'id';
  readonly query = 'query ($limit: Int, $offset: Int) { products(limit: $limit, offset: $offset) { id title } }';
  readonly recordPath = 'data.products';
  readonly paginator = new OffsetPaginator({ pageSize: 100 });
  getJsonSchema = () => schema;
}
// #endregion

export class ShopGraphql extends Source<Config> {
  spec() {
    return { connectionSpecification: { type: 'object' } };
  }

  // #region source
  streams({ url, token }: Config) {
    const client = new HttpClient({
      urlBase: `${url}/v1/graphql`,
      authenticator: new BearerAuthenticator(token),
    });
    return [new Orders(client), new ChangedOrders(client), new OrderEvents(client), new Products(client)];
  }
  // #endregion
}
