import { BearerAuthenticator, HttpClient, MovingWindowLimit, Source } from '@headwater/cdk';
import type { Config } from './config.ts';
import { Customers, CustomersWhole, Exports, ExportsAfter, Products } from './full-refresh.ts';
import { NewOrderEvents, OrderEvents } from './order-events.ts';
import {
  Orders,
  OrdersAfter,
  OrdersByYear,
  OrdersDescending,
  OrdersFeed,
  OrdersInWindows,
  OrdersToNow,
  OrdersUnsorted,
} from './orders.ts';
import { Activity, Stock, StockByPeriod, StockInWindows, StockOfList } from './stores.ts';

const streamClasses = [
  Customers,
  CustomersWhole,
  Products,
  Exports,
  ExportsAfter,
  Orders,
  OrdersAfter,
  OrdersDescending,
  OrdersFeed,
  OrdersUnsorted,
  OrdersInWindows,
  OrdersToNow,
  OrdersByYear,
  OrderEvents,
  NewOrderEvents,
  Stock,
  StockInWindows,
  StockOfList,
  StockByPeriod,
  Activity,
];

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
          requests_per_minute: { type: 'integer' },
        },
      },
    };
  }

  streams(config: Config) {
    const requests = config.requests_per_minute;
    const client = new HttpClient({
      urlBase: config.api_url,
      authenticator: new BearerAuthenticator(config.api_token),
      rateLimits: requests === undefined ? [] : [new MovingWindowLimit({ requests, perMs: 60_000 })],
      // The API misbehaves on purpose, and often.
      retry: { baseDelayMs: 5, maxRetries: 8 },
    });
    return streamClasses.map((StreamClass) => new StreamClass(client, config));
  }
}
