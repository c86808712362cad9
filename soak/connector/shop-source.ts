import { BearerAuthenticator, HttpClient, Source } from '@headwater/cdk';
import type { Config } from './config.ts';
import { Customers, Exports, Products } from './full-refresh.ts';
import { OrderEvents } from './order-events.ts';
import { Orders, OrdersAfter, OrdersDescending, OrdersUnsorted } from './orders.ts';

/** The shop of the example API, each resource in every way in which it can be read. */
export class ShopSource extends Source<Config> {
  spec() {
    return {
      connectionSpecification: {
        type: 'object',
        required: ['api_url', 'api_token', 'page_size'],
        properties: {
          api_url: { type: 'string' },
          api_token: { type: 'string', airbyte_secret: true },
          page_size: { type: 'integer' },
        },
      },
    };
  }

  streams(config: Config) {
    const client = new HttpClient({
      urlBase: config.api_url,
      authenticator: new BearerAuthenticator(config.api_token),
      // The API misbehaves on purpose, and often.
      retry: { baseDelayMs: 5, maxRetries: 8 },
    });
    return [
      new Customers(client, config),
      new Products(client, config),
      new Exports(client, config),
      new Orders(client, config),
      new OrdersAfter(client, config),
      new OrdersDescending(client, config),
      new OrdersUnsorted(client, config),
      new OrderEvents(client, config),
    ];
  }
}
