import { BearerAuthenticator, CursorPaginator, HttpClient, HttpStream, launch, Source } from '@headwater/cdk';
import schema from './schemas/invoices.json' with { type: 'json' };
import spec from './spec.json' with { type: 'json' };
import type { Config, Invoice } from './types.ts';

class Invoices extends HttpStream<Invoice> {
  readonly name = 'invoices';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next_cursor' } });
  path = () => '/invoices';
  getJsonSchema = () => schema;
}

class Billing extends Source<Config> {
  spec = () => spec;
  streams({ url: urlBase, token }: Config) {
    return [new Invoices(new HttpClient({ urlBase, authenticator: new BearerAuthenticator(token) }))];
  }
}

launch(new Billing());
