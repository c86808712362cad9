import { BearerAuthenticator, HttpClient, Source } from '@headwater/cdk';
import spec from '../spec.json' with { type: 'json' };
import type { Config } from './generated/config.ts';
import { Customers } from './streams/customers.ts';
import { Exports } from './streams/exports.ts';
import { OrderEvents } from './streams/order-events.ts';
import { Orders } from './streams/orders.ts';
import { Products } from './streams/products.ts';

export class ExampleSource extends Source<Config> {
  spec() {
    return spec;
  }

  streams(config: Config) {
    const client = new HttpClient({
      urlBase: config.api_url,
      authenticator: new BearerAuthenticator(config.api_token),
    });
    return [
      new Customers(client),
      new Products(client),
      new Orders(client, config),
      new OrderEvents(client, config),
      new Exports(client),
    ];
  }
}
