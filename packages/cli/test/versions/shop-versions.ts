// A connector in two versions, which tests compare. It reads the example API.
import {
  BearerAuthenticator,
  CursorPaginator,
  HttpClient,
  HttpStream,
  launch,
  type PageContext,
  Source,
} from '@headwater/cdk';

/** In what a version is not the first one. */
export type Difference =
  | 'another-cursor'
  | 'another-page-size'
  | 'no-orders-of-spring'
  | 'no-products'
  | 'region-required'
  | 'shown-token'
  | 'state-not-understood'
  | 'state-taken-for-the-end'
  | 'total-as-text';

interface Config {
  readonly api_url: string;
  readonly api_token: string;
}

interface Order {
  readonly id: number;
  readonly status: string;
  readonly total: number;
  readonly updated_at: string;
}

const text = { type: 'string' };

/** Starts a version of the connector. */
export function launchShop(differences: readonly Difference[]): void {
  const has = (difference: Difference): boolean => differences.includes(difference);

  class Orders extends HttpStream<Order> {
    readonly name = 'orders';
    readonly primaryKey = 'id';
    readonly cursorField = 'updated_at';
    readonly recordOrder = 'ascending';
    readonly recordPath = 'data';
    readonly paginator = new CursorPaginator({
      token: { path: 'next_cursor' },
      pageSize: has('another-page-size') ? 50 : 40,
    });
    path = () => '/orders';

    requestParams({ state }: PageContext<Order>) {
      const since = has('state-taken-for-the-end') && state.updated_at !== undefined ? '2090-01-01' : state.updated_at;
      return { updated_since: (has('state-not-understood') ? undefined : since) ?? '2024-01-01', sort: 'asc' };
    }

    override *parseResponse(...[response, page]: Parameters<HttpStream<Order>['parseResponse']>) {
      for (const order of super.parseResponse(response, page) as Iterable<Order>) {
        if (has('no-orders-of-spring') && /-0[345]-/.test(order.updated_at)) continue;
        yield has('total-as-text') ? { ...order, total: String(order.total) as unknown as number } : order;
      }
    }

    getJsonSchema() {
      const total = { type: has('total-as-text') ? 'string' : 'number' };
      return { type: 'object', properties: { id: { type: 'integer' }, status: text, total, updated_at: text } };
    }
  }

  class Products extends HttpStream<{ readonly id: number }> {
    readonly name = 'products';
    readonly primaryKey = 'id';
    readonly recordPath = 'items';
    path = () => '/products';
    getJsonSchema = () => ({ type: 'object', properties: { id: { type: 'integer' } } });
  }

  class Shop extends Source<Config> {
    spec() {
      return {
        connectionSpecification: {
          type: 'object',
          required: ['api_url', 'api_token', ...(has('region-required') ? ['region'] : [])],
          properties: {
            api_url: text,
            api_token: { ...text, airbyte_secret: !has('shown-token') },
            region: text,
          },
        },
      };
    }

    streams({ api_url: urlBase, api_token: token }: Config) {
      const client = new HttpClient({ urlBase, authenticator: new BearerAuthenticator(token) });
      return [new Orders(client), ...(has('no-products') ? [] : [new Products(client)])];
    }
  }

  launch(new Shop());
}
