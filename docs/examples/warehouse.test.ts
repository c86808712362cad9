import type { RequestListener } from 'node:http';
import { BasicAuthenticator, HttpClient } from '@headwater/cdk';
import { configuredCatalog, readAll, TestClock } from '@headwater/cdk/testing';
import nock from 'nock';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type KeyPair, makeAuthority, makeCertificate } from '../../packages/cdk/test/certificates.ts';
import { rejectionOf, testRun } from '../../packages/cdk/test/run-context.ts';
import { useProxy, useServer } from '../../packages/cdk/test/servers.ts';
import { type Config, makePatientClient, makeTrustingClient, Warehouse } from './warehouse.ts';

const token = 'a-token-of-16-chars';
const clientSecrets = { passphrase: 'the company is old' };

let authority: KeyPair;
let serverPair: KeyPair;
let clientPair: KeyPair;
beforeAll(async () => {
  authority = await makeAuthority();
  serverPair = await makeCertificate(authority);
  clientPair = await makeCertificate(authority, clientSecrets);
});

const stockApi: RequestListener = (request, response) => {
  const isLast = request.url?.includes('cursor=2') === true;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(isLast ? { data: [{ id: 2 }], next: null } : { data: [{ id: 1 }], next: '2' }));
};

/** An API that asks for a certificate of the company. */
const startWarehouse = () =>
  useServer(stockApi, { ...serverPair, ca: authority.cert, requestCert: true, rejectUnauthorized: true });

const certificates = () => ({
  ca_certificate: authority.cert,
  client_certificate: clientPair.cert,
  client_key: clientPair.key,
  client_key_passphrase: clientSecrets.passphrase,
});

function read(config: Config) {
  const catalog = configuredCatalog({ stock: 'full_refresh' });
  return readAll(new Warehouse(), { config, catalog, clock: new TestClock() });
}

describe('a warehouse', () => {
  test('is read with certificates from the config', async () => {
    const api = await startWarehouse();
    const result = await read({ url: api.url, token, ...certificates() });
    expect([result.errors, result.records('stock')]).toEqual([[], [{ id: 1 }, { id: 2 }]]);
  });

  test('is read through the proxy of the config, on one connection', async () => {
    const api = await startWarehouse();
    const proxy = await useProxy({ credentials: 'jo:pass word' });
    const proxyUrl = `http://jo:pass%20word@localhost:${proxy.port}`;
    const result = await read({ url: api.url, token, ...certificates(), proxy_url: proxyUrl });
    expect(result.records('stock')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(proxy.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([`CONNECT ${api.host}`]);
  });

  test('needs none of them where fields are left empty', async () => {
    const api = await useServer(stockApi);
    const empty = { ca_certificate: '', client_certificate: '', client_key: '', client_key_passphrase: '' };
    const result = await read({ url: api.url, token, ...empty, proxy_url: '' });
    expect(result.records('stock')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test.each<[string, () => Partial<Config>, string, string]>([
    [
      'the authority',
      () => ({ ca_certificate: '' }),
      'system_error',
      'its certificate is not trusted: self-signed certificate in certificate chain (SELF_SIGNED_CERT_IN_CHAIN)',
    ],
    [
      'the certificate',
      () => ({ client_certificate: '', client_key: '' }),
      'config_error',
      'the host asks for a certificate of the client, or does not accept the one it got (tlsv13 alert certificate required)',
    ],
    ['the key', () => ({ client_key: '' }), 'config_error', 'tls.cert and tls.key belong together: tls.key is missing'],
    [
      'the passphrase',
      () => ({ client_key_passphrase: '' }),
      'config_error',
      'tls.key is encrypted, and tls.passphrase is missing',
    ],
  ])('without %s it says so', async (_, without, failureType, message) => {
    const api = await startWarehouse();
    const { errors } = await read({ url: api.url, token, ...certificates(), ...without() });
    expect(errors).toMatchObject([{ failure_type: failureType, message: expect.stringContaining(message) }]);
    expect(api.seen).toEqual([]);
  });
});

test('a client with longer limits sends as any other', async () => {
  const api = await useServer(stockApi);
  const response = await makePatientClient({ url: api.url, token }).request({ url: '/report' }, testRun().context);
  expect(response.status).toBe(200);
});

describe('hosts that may have the credentials', () => {
  afterEach(() => nock.cleanAll());

  test.each(['https://files.example.com', 'https://archive.example.com:8443'])('%s', async (host) => {
    nock(host, { reqheaders: { authorization: `Bearer ${token}` } })
      .get('/stock')
      .reply(200, { data: [] });
    const client = makeTrustingClient({ url: '', token });
    const response = await client.request({ url: `${host}/stock` }, testRun().context);
    expect(response.records('data')).toEqual([]);
  });

  test.each([
    ['https://example.com', 'If that host belongs to the API, add "example.com" to'],
    ['https://archive.example.com', 'If that host belongs to the API, add "archive.example.com" to'],
    ['http://api.example.com', 'Only if that may be, add "http://api.example.com" to'],
    ['http://files.example.com', 'Only if that may be, add "http://files.example.com" to'],
  ])('not %s', async (host, advice) => {
    const client = makeTrustingClient({ url: '', token });
    const { message } = await rejectionOf(client.request({ url: `${host}/stock?page=2` }, testRun().context));
    expect(message).toContain(
      `The request goes to ${host}, but the credentials are for https://api.example.com only. `,
    );
    expect(message).toContain(`${advice} allowedHosts of the HttpClient`);
  });
});

test('a proxy and its own credentials are no matter of the API', async () => {
  const api = await useServer(stockApi);
  const proxy = await useProxy({ credentials: 'jo:secret' });
  const client = new HttpClient({
    urlBase: api.url,
    proxy: `http://jo:secret@localhost:${proxy.port}`,
    authenticator: new BasicAuthenticator({ username: 'me', password: 'other' }),
  });
  await client.request({ url: '/stock' }, testRun().context);
  expect(api.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
});
