import {
  BearerAuthenticator,
  CursorPaginator,
  HttpClient,
  HttpStream,
  launch,
  type PageContext,
  Source,
} from '@headwater/cdk';
import schema from './schemas/invoices.json' with { type: 'json' };
import lineSchema from './schemas/invoice-lines.json' with { type: 'json' };
import spec from './spec.json' with { type: 'json' };
import type { Config, Invoice, InvoiceLine } from './types.ts';

class Invoices extends HttpStream<Invoice> {
  readonly name = 'invoices';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'ascending';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next_cursor' } });
  path = () => '/invoices';
  requestParams = ({ state }: PageContext<Invoice>) => ({ updated_since: state.updated_at });
  getJsonSchema = () => schema;
}

// #region child
class InvoiceLines extends HttpStream<InvoiceLine, Invoice> {
  readonly name = 'invoice_lines';
  readonly primaryKey = 'id';
  readonly parent = new Invoices(this.client);
  path = ({ slice: invoice }: PageContext<InvoiceLine, Invoice>) => `/invoices/${invoice.id}/lines`;
  getJsonSchema = () => lineSchema;
}
// #endregion

class Billing extends Source<Config> {
  spec = () => spec;
  streams({ url: urlBase, token }: Config) {
    const client = new HttpClient({ urlBase, authenticator: new BearerAuthenticator(token) });
    return [new Invoices(client), new InvoiceLines(client)];
  }
}

launch(new Billing());
