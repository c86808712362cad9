import { generateKeyPairSync } from 'node:crypto';
import { type Authenticator, HttpClient, HttpStream, Source } from '@headwater/cdk';
import { configuredCatalog, readAll, type ReadResult, TestClock } from '@headwater/cdk/testing';
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  BillingWithLogIn,
  chosen,
  clientCredentials,
  keys,
  rotation,
  serviceAccount,
  session,
  signedJwt,
  TicketAuthenticator,
  unusualOAuth,
} from './authenticate.ts';

async function useApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const clock = new TestClock();
  const api = await startExampleApi({ size: 3, now: () => clock.now(), ...options });
  onTestFinished(() => api.close());
  return api;
}

class Customers extends HttpStream<{ id: unknown }> {
  readonly name = 'customers';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly httpMethod: 'GET' | 'POST';
  path = () => '/v1/customers';
  getJsonSchema = () => ({ type: 'object', properties: { id: {} } });

  constructor(client: HttpClient, httpMethod: 'GET' | 'POST') {
    super(client);
    this.httpMethod = httpMethod;
  }
}

/** Reads the customers of an API with an authenticator. */
function readWith(
  api: ExampleApi,
  authenticator: Authenticator,
  config: object = {},
  method: 'GET' | 'POST' = 'GET',
): Promise<ReadResult> {
  class Shop extends Source<object> {
    spec = () => ({ connectionSpecification: { type: 'object' } });
    streams = () => [new Customers(new HttpClient({ urlBase: api.url, authenticator }), method)];
  }
  const catalog = configuredCatalog({ customers: 'full_refresh' });
  return readAll(new Shop(), { config, catalog, clock: new TestClock() });
}

const configOf = (api: ExampleApi) => ({
  url: api.url,
  key: 'a-key-of-the-shop',
  email: api.auth.username,
  password: api.auth.password,
  client_id: api.auth.clientId,
  client_secret: api.auth.clientSecret,
  refresh_token: api.auth.refreshToken,
  tokens: ['unknown-token', api.token],
});

const paths = (api: ExampleApi): string[] => api.requests.map(({ path, status }) => `${path} ${status}`);

test('a key goes where the API wants it', async () => {
  const api = await useApi();
  const config = configOf(api);
  for (const authenticator of keys(config)) await readWith(api, authenticator, config, 'POST');
  expect(api.requests.map(({ headers, query, body }) => ({ ...headers, ...query, body }))).toMatchObject([
    { authorization: `Bearer ${config.key}` },
    { authorization: `Token ${config.key}` },
    { 'x-api-key': config.key },
    { api_key: config.key },
    { cookie: `api_key=${config.key}` },
    { body: `{"api_key":"${config.key}"}` },
    { authorization: `Basic ${btoa(`${config.email}:${config.password}`)}` },
    { authorization: `Basic ${btoa(`${config.key}:`)}` },
  ]);
});

describe('OAuth', () => {
  test('client credentials', async () => {
    const api = await useApi();
    expect((await readWith(api, clientCredentials(configOf(api)))).records()).toHaveLength(3);
    expect(paths(api)).toEqual(['/oauth/token 200', '/v1/customers 200']);
  });

  test('a service account', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const api = await useApi({ auth: { jwtPublicKey: publicKey.export({ format: 'pem', type: 'spki' }) } });
    const config = {
      token_url: `${api.url}/oauth/token`,
      client_email: 'reader@example.com',
      private_key: privateKey.export({ format: 'pem', type: 'pkcs8' }),
    };
    expect((await readWith(api, serviceAccount(config))).records()).toHaveLength(3);
  });

  test('the access token is kept for the next run', async () => {
    const api = await useApi();
    const first = await readWith(api, unusualOAuth(configOf(api)), configOf(api));
    const config = first.config as ReturnType<typeof configOf>;
    expect(config).toMatchObject({
      access_token: 'example-access-token-1',
      token_expiry_date: '2026-01-01T01:00:00.000Z',
    });
    expect((await readWith(api, unusualOAuth(config), config)).records()).toHaveLength(3);
    expect(paths(api)).toEqual(['/oauth/token 200', '/v1/customers 200', '/v1/customers 200']);
  });
});

test('a session', async () => {
  const api = await useApi();
  expect((await readWith(api, session(configOf(api)))).records()).toHaveLength(3);
  expect(paths(api)).toEqual(['/session 200', '/v1/customers 200']);
});

test('a signed JWT', async () => {
  const api = await useApi();
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ format: 'pem', type: 'pkcs8' });
  await readWith(api, signedJwt({ private_key: key, key_id: 'key-1', issuer_id: 'me' }));
  const [, body = ''] = api.requests[0]?.headers.authorization?.split('.') ?? [];
  expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toMatchObject({ iss: 'me', aud: 'api.example.com' });
});

test('several tokens', async () => {
  const api = await useApi();
  expect((await readWith(api, rotation(configOf(api)))).records()).toHaveLength(3);
  expect(paths(api)).toEqual(['/v1/customers 401', '/v1/customers 200']);
});

test('the user chooses', async () => {
  const api = await useApi();
  for (const authenticator of [
    chosen({ auth_type: 'token', token: api.token }),
    chosen({ auth_type: 'api_key', api_key: api.token }),
  ]) {
    expect((await readWith(api, authenticator)).records()).toHaveLength(3);
  }
});

test('the platform logs the user in', () => {
  class Billing extends BillingWithLogIn {
    streams = () => [];
  }
  expect(new Billing().spec().advanced_auth?.oauth_config_specification).toMatchObject({
    oauth_connector_input_specification: { scope: 'invoices:read' },
  });
});

test('a way of its own: a ticket before the first request, and another when it is refused', async () => {
  const api = await useApi();
  api.faults.add({ path: '/ticket', times: 2, fault: { kind: 'status', status: 200, body: { ticket: 't-1' } } });
  api.faults.add({ path: '/v1', from: 1, fault: { kind: 'status', status: 401 } });
  api.faults.add({ path: '/v1', from: 2, fault: { kind: 'status', status: 200, body: { data: [{ id: 1 }] } } });
  const result = await readWith(api, new TicketAuthenticator(`${api.url}/ticket`, 'a-key-of-the-shop'));
  expect(result.records()).toEqual([{ id: 1 }]);
  expect(paths(api)).toEqual(['/ticket 200', '/v1/customers 401', '/ticket 200', '/v1/customers 200']);
  expect(api.requests[1]?.headers.authorization).toBe('Ticket t-1');
});
