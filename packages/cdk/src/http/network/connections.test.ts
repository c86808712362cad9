import { beforeAll, describe, expect, test } from 'vitest';
import { type KeyPair, makeAuthority, makeCertificate } from '../../../test/certificates.ts';
import { rejectionOf, testRun } from '../../../test/run-context.ts';
import { useProxy, useServer } from '../../../test/servers.ts';
import { HttpClient } from '../http-client.ts';
import type { HttpClientOptions } from '../http-client-options.ts';
import { NetworkError } from '../network-error.ts';

let authority: KeyPair;
let certificate: KeyPair;
beforeAll(async () => {
  authority = await makeAuthority();
  certificate = await makeCertificate(authority);
});

const CLOUD = 'With DEPLOYMENT_MODE=cloud only public addresses are asked';

/** The error of a request in cloud mode, which is never tried again. */
async function refused(url: string, options: HttpClientOptions = {}, proxies: object = {}): Promise<any> {
  const run = testRun();
  const client = new HttpClient({ tls: { ca: authority.cert }, ...options });
  const network = { publicOnly: true, ...proxies };
  const error = await rejectionOf(client.request({ url }, { ...run.context, network }));
  expect(error).toBeInstanceOf(NetworkError);
  expect([error.failureType, run.clock.waits]).toEqual(['config_error', []]);
  return error;
}

describe('H7: with DEPLOYMENT_MODE=cloud', () => {
  test('a name of this machine is refused, and says what it resolves to', async () => {
    const api = await useServer(undefined, certificate);
    const error = await refused(`${api.url}/v1/x?key=1`);
    expect(error.message).toMatch(
      new RegExp(
        `^Request failed: GET ${api.url}/v1/x: localhost resolves to (?:127\\.0\\.0\\.1|::1), a loopback address. ${CLOUD}$`,
      ),
    );
    expect(api.seen).toEqual([]);
  });

  test.each([
    ['https://169.254.169.254/latest/meta-data', 'https://169.254.169.254', '169.254.169.254 is a link-local'],
    ['https://0x7f.1/x', 'https://127.0.0.1', '127.0.0.1 is a loopback'],
    ['https://[::ffff:10.0.0.1]/x', 'https://[::ffff:a00:1]', '::ffff:a00:1 is a private'],
  ])('%s is refused', async (url, origin, text) => {
    const error = await refused(url);
    expect(error.message).toBe(`Request failed: GET ${origin}${new URL(url).pathname}: ${text} address. ${CLOUD}`);
  });

  test('http: is refused', async () => {
    const api = await useServer();
    const error = await refused(api.url);
    expect(error.message).toBe(
      `Request failed: GET ${api.url}/: http://localhost is not encrypted. With DEPLOYMENT_MODE=cloud only https: is asked`,
    );
    expect(api.seen).toEqual([]);
  });

  test('elsewhere all of these are asked', async () => {
    const api = await useServer();
    const client = new HttpClient({ urlBase: api.url });
    const { context } = testRun();
    await client.request({ url: 'x' }, { ...context, network: { publicOnly: false } });
    expect(api.seen).toHaveLength(1);
  });

  test('one client does not take connections of one network into another', async () => {
    const api = await useServer(undefined, certificate);
    const client = new HttpClient({ urlBase: api.url, tls: { ca: authority.cert } });
    const { context } = testRun();
    await client.request({ url: 'x' }, context);
    const inCloud = client.request({ url: 'x' }, { ...context, network: { publicOnly: true } });
    await expect(inCloud).rejects.toThrow(CLOUD);
    expect(api.seen).toHaveLength(1);
  });
});

describe('H7: with DEPLOYMENT_MODE=cloud and a proxy', () => {
  test('the proxy of the operator may be in a private network; the API may not', async () => {
    const api = await useServer(undefined, certificate);
    const proxy = await useProxy();
    for (const url of ['https://10.0.0.1/x', 'https://[::1]/x', api.url]) {
      const error = await refused(url, {}, { httpsProxy: proxy.url });
      expect(error.message).toContain(CLOUD);
    }
    expect([proxy.seen, api.seen]).toEqual([[], []]);
    // A name that is not known here may be known to the proxy.
    const silent = await refused('https://api.invalid/', {}, { httpsProxy: (await useProxy({ refusal: 403 })).url });
    expect(silent.message).toContain('refused to connect to api.invalid:443 (403 Refused)');
  });

  test('one that the config names must be public itself', async () => {
    const proxy = await useProxy();
    const named = await refused('https://api.invalid/', { proxy: proxy.url });
    expect(named.message).toMatch(/localhost resolves to \S+, a loopback address/);
    const numbered = await refused('https://api.invalid/', { proxy: `http://127.0.0.1:${proxy.port}` });
    expect(numbered.message).toContain('127.0.0.1 is a loopback address');
    expect(proxy.seen).toEqual([]);
  });

  test('http: is refused here too', async () => {
    const proxy = await useProxy();
    const error = await refused('http://api.invalid/', {}, { httpProxy: proxy.url, httpsProxy: proxy.url });
    expect(error.message).toContain('http://api.invalid is not encrypted');
    expect(proxy.seen).toEqual([]);
  });
});
