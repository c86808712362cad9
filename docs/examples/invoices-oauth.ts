import { CursorPaginator, HttpClient, HttpStream, launch, OAuthAuthenticator, Source } from '@headwater/cdk';
import schema from './schemas/invoices.json' with { type: 'json' };
import spec from './oauth-spec.json' with { type: 'json' };
import type { Invoice, OAuthConfig } from './types.ts';

class Invoices extends HttpStream<Invoice> {
  readonly name = 'invoices';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next_cursor' } });
  path = () => '/invoices';
  getJsonSchema = () => schema;
}

// #region source
class Billing extends Source<OAuthConfig> {
  spec = () => spec;
  streams({ url: urlBase, ...config }: OAuthConfig) {
    const authenticator = new OAuthAuthenticator({
      tokenUrl: `${urlBase}/oauth/token`,
      clientId: config.client_id,
      clientSecret: config.client_secret,
      refreshToken: config.refresh_token,
    });
    return [new Invoices(new HttpClient({ urlBase, authenticator }))];
  }
}
// #endregion

launch(new Billing());
