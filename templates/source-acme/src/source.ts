import { Source } from '@headwater/cdk';
import spec from '../spec.auth-bearer.json' with { type: 'json' };
import { createClient } from './client.auth-bearer.ts';
import type { Config } from './generated/config.auth-bearer.ts';
import { Customers } from './streams/customers.ts';
import { Notes } from './streams/notes.ts';
import { Orders } from './streams/orders.ts';
import { Products } from './streams/products.ts';

export class AcmeSource extends Source<Config> {
  spec() {
    return spec;
  }

  streams(config: Config) {
    const client = createClient(config);
    return [new Customers(client), new Orders(client), new Notes(client), new Products(client)];
  }
}
