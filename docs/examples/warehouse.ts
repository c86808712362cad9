// A stock API inside a company's network: it is asked through a proxy, has a certificate of the company's own, and asks for one.
import { BearerAuthenticator, CursorPaginator, HttpClient, HttpStream, Source } from '@headwater/cdk';

// In a connector of your own this is generated from spec.json.
export interface Config {
  url: string;
  token: string;
  proxy_url?: string;
  ca_certificate?: string;
  client_certificate?: string;
  client_key?: string;
  client_key_passphrase?: string;
}

export interface Item {
  id: number;
}

const spec = {
  connectionSpecification: {
    type: 'object',
    required: ['url', 'token'],
    properties: {
      url: { type: 'string', title: 'API URL' },
      token: { type: 'string', title: 'API token', airbyte_secret: true },
      // #region proxy-field
      proxy_url: {
        type: 'string',
        title: 'Proxy',
        description: 'Only where the API is asked through one, as http://user:password@proxy.example.com:3128.',
        airbyte_secret: true,
      },
      // #endregion
      // #region tls-fields
      ca_certificate: { type: 'string', title: 'Certificate authority (PEM)', multiline: true },
      client_certificate: { type: 'string', title: 'Client certificate (PEM)', multiline: true },
      client_key: { type: 'string', title: 'Client key (PEM)', multiline: true, airbyte_secret: true },
      client_key_passphrase: { type: 'string', title: 'Passphrase of the client key', airbyte_secret: true },
      // #endregion
    },
  },
};

const schema = { type: 'object', properties: { id: { type: 'integer' } } };

class Stock extends HttpStream<Item> {
  readonly name = 'stock';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  path = () => '/stock';
  getJsonSchema = () => schema;
}

// #region source
export class Warehouse extends Source<Config> {
  spec = () => spec;

  streams(config: Config) {
    const client = new HttpClient({
      urlBase: config.url,
      authenticator: new BearerAuthenticator(config.token),
      proxy: config.proxy_url,
      tls: {
        ca: config.ca_certificate,
        cert: config.client_certificate,
        key: config.client_key,
        passphrase: config.client_key_passphrase,
      },
    });
    return [new Stock(client)];
  }
}
// #endregion

// #region timeouts
/** Its reports are put together when they are asked for, which takes minutes. */
export function makePatientClient({ url, token }: Config) {
  return new HttpClient({
    urlBase: url,
    authenticator: new BearerAuthenticator(token),
    timeouts: { idleMs: 300_000, requestMs: 1_800_000 },
  });
}
// #endregion

// #region hosts
/** Its lists go on at another host, which wants the same token. */
export function makeTrustingClient({ token }: Config) {
  return new HttpClient({
    urlBase: 'https://api.example.com/v1',
    authenticator: new BearerAuthenticator(token),
    allowedHosts: ['files.example.com', 'archive.example.com:8443'],
  });
}
// #endregion
