import { type AddressInfo, createServer } from 'node:net';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type KeyPair, makeAuthority, makeCertificate } from '../../../test/certificates.ts';
import { rejectionOf, testRun, type TestRun, thrownBy } from '../../../test/run-context.ts';
import { useProxy, useServer } from '../../../test/servers.ts';
import { ConfigError } from '../../errors/config-error.ts';
import type { NetworkSettings } from '../../streams/contexts.ts';
import { BearerAuthenticator } from '../authenticators/bearer-authenticator.ts';
import { HttpClient } from '../http-client.ts';
import type { HttpClientOptions } from '../http-client-options.ts';
import { NetworkError } from '../network-error.ts';
import { parseProxy } from './proxy.ts';

let authority: KeyPair;
let certificate: KeyPair;
beforeAll(async () => {
  authority = await makeAuthority();
  certificate = await makeCertificate(authority);
});

interface Sent {
  readonly urls: readonly string[];
  readonly network?: NetworkSettings;
  readonly options?: HttpClientOptions;
  readonly run?: TestRun;
}

/** Sends requests one after another through one client. */
async function send({ urls, network, options, run = testRun() }: Sent): Promise<unknown[]> {
  const client = new HttpClient({
    allowedHosts: urls.map((url) => new URL(url).host),
    tls: { ca: authority.cert },
    retry: { maxRetries: 0 },
    ...options,
  });
  const bodies: unknown[] = [];
  for (const url of urls) bodies.push((await client.request({ url }, { ...run.context, network })).json());
  return bodies;
}

describe('https: URLs', () => {
  test('are asked through a tunnel of the proxy, which is kept open', async () => {
    const api = await useServer((_request, response) => void response.end('{"from":"api"}'), certificate);
    const proxy = await useProxy();
    const urls = [`${api.url}/a?x=1`, `${api.url}/b`];
    expect(await send({ urls, network: { httpsProxy: proxy.url } })).toEqual([{ from: 'api' }, { from: 'api' }]);
    expect(proxy.seen.map(({ method, url }) => [method, url])).toEqual([['CONNECT', api.host]]);
    expect(api.seen.map(({ url, headers }) => [url, headers.host])).toEqual([
      ['/a?x=1', api.host],
      ['/b', api.host],
    ]);
  });

  test('keep the API and the proxy apart: each sees its own credentials', async () => {
    const api = await useServer(undefined, certificate);
    const proxy = await useProxy({ credentials: 'jo:p@ss wörd' });
    await send({
      urls: [api.url],
      network: { httpsProxy: proxy.url.replace('//', '//jo:p%40ss%20w%C3%B6rd@') },
      options: { authenticator: new BearerAuthenticator('api-token') },
    });
    expect(api.seen[0]?.headers['proxy-authorization']).toBeUndefined();
    expect(api.seen[0]?.headers.authorization).toBe('Bearer api-token');
    expect(proxy.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test('go to the host that the proxy finds, by the name in the URL', async () => {
    const named = await makeCertificate(authority, { names: ['api.corp.test'] });
    const api = await useServer(undefined, named);
    const proxy = await useProxy({ route: () => api.port });
    await send({ urls: ['https://api.corp.test/x'], network: { httpsProxy: proxy.url } });
    expect(proxy.seen[0]?.url).toBe('api.corp.test:443');
    expect(api.seen[0]?.headers.host).toBe('api.corp.test');
  });

  test('may go through a proxy that is itself reached by TLS', async () => {
    const named = await makeCertificate(authority, { names: ['api.corp.test'] });
    const api = await useServer(undefined, named);
    const proxy = await useProxy({ tls: certificate, route: () => api.port });
    expect(await send({ urls: ['https://api.corp.test/'], network: { httpsProxy: proxy.url } })).toEqual([{}]);
    expect(proxy.url).toMatch(/^https:/);
  });

  test('the certificate of the API is still checked', async () => {
    const other = await makeCertificate(await makeAuthority());
    const api = await useServer(undefined, other);
    const proxy = await useProxy();
    const error = await rejectionOf(send({ urls: [api.url], network: { httpsProxy: proxy.url } }));
    expect(error.message).toContain('its certificate is not trusted');
    expect(api.seen).toEqual([]);
  });
});

describe('http: URLs', () => {
  test('are asked of the proxy whole, and connections to it are shared by all hosts', async () => {
    const api = await useServer((request, response) => void response.end(JSON.stringify(request.headers.host)));
    const proxy = await useProxy({ route: () => api.port, credentials: 'jo:secret' });
    const network = { httpProxy: proxy.url.replace('//', '//jo:secret@') };
    const urls = ['http://one.test/a?x=1', 'http://two.test:8080/b'];
    expect(await send({ urls, network })).toEqual(['one.test', 'two.test:8080']);
    expect(proxy.seen.map(({ method, url }) => [method, url])).toEqual([
      ['GET', 'http://one.test/a?x=1'],
      ['GET', 'http://two.test:8080/b'],
    ]);
    expect(new Set(proxy.seen.map(({ port }) => port)).size).toBe(1);
    expect(api.seen[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  test('may go through a proxy that is reached by TLS', async () => {
    const api = await useServer();
    const proxy = await useProxy({ route: () => api.port, tls: certificate });
    expect(await send({ urls: ['http://one.test/'], network: { httpProxy: proxy.url } })).toEqual([{}]);
  });

  test('never show the credentials of the URL in the request line', async () => {
    const api = await useServer();
    const proxy = await useProxy({ route: () => api.port });
    await send({ urls: ['http://jo:pass@one.test/x'], network: { httpProxy: proxy.url } });
    expect(proxy.seen[0]?.url).toBe('http://one.test/x');
    expect(api.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('jo:pass').toString('base64')}`);
  });
});

describe('which proxy is asked', () => {
  test('https: and http: each have their own, and what NO_PROXY names has none', async () => {
    const plain = await useServer();
    const secure = await useServer(undefined, certificate);
    const [httpProxy, httpsProxy] = [await useProxy(), await useProxy()];
    const network = { httpProxy: httpProxy.url, httpsProxy: httpsProxy.url };
    await send({ urls: [plain.url, secure.url], network });
    expect([httpProxy.seen.length, httpsProxy.seen.length]).toEqual([1, 1]);
    await send({ urls: [plain.url, secure.url], network: { ...network, noProxy: `example.com, ${secure.host}` } });
    expect([httpProxy.seen.length, httpsProxy.seen.length]).toEqual([2, 1]);
    await send({ urls: [plain.url, secure.url], network: { ...network, noProxy: 'localhost' } });
    expect([httpProxy.seen.length, httpsProxy.seen.length]).toEqual([2, 1]);
    expect([plain.seen.length, secure.seen.length]).toEqual([3, 3]);
  });

  test('a proxy of the client wins over the environment, NO_PROXY included', async () => {
    const plain = await useServer();
    const secure = await useServer(undefined, certificate);
    const [own, other] = [await useProxy(), await useProxy()];
    const network = { httpProxy: other.url, httpsProxy: other.url, noProxy: '*' };
    await send({ urls: [plain.url, secure.url], network, options: { proxy: own.url } });
    expect([own.seen.length, other.seen.length]).toEqual([2, 0]);
  });

  test('a config field that was left empty is no proxy', async () => {
    const plain = await useServer();
    const proxy = await useProxy();
    await send({ urls: [plain.url], network: { httpProxy: proxy.url }, options: { proxy: '' } });
    expect(proxy.seen).toHaveLength(1);
  });

  test('a redirect is asked through the proxy of where it leads', async () => {
    const secure = await useServer(undefined, certificate);
    const plain = await useServer((_request, response) => void response.writeHead(302, { location: secure.url }).end());
    const proxy = await useProxy();
    await send({ urls: [plain.url, secure.url], network: { httpsProxy: proxy.url } });
    expect(proxy.seen.map(({ method, url }) => [method, url])).toEqual([['CONNECT', secure.host]]);
  });
});

describe('a proxy that does not do its work is named, without its credentials', () => {
  const failures = async (scheme: 'http' | 'https', proxyUrl: string, options: HttpClientOptions = {}) => {
    const run = testRun();
    const network = { httpProxy: proxyUrl, httpsProxy: proxyUrl };
    const error = await rejectionOf(send({ urls: [`${scheme}://api.test/v1/x?key=1`], network, options, run }));
    expect(error).toBeInstanceOf(NetworkError);
    expect(run.clock.waits).toEqual([]);
    return error;
  };

  test.each(['http', 'https'] as const)('407 without credentials, for %s:', async (scheme) => {
    const proxy = await useProxy({ credentials: 'jo:secret' });
    const error = await failures(scheme, proxy.url, { retry: { maxRetries: 3 } });
    expect(error.message).toBe(
      `Request failed: GET ${scheme}://api.test/v1/x: the proxy ${proxy.url} asks for a user name and a password (407 Refused)`,
    );
    expect([error.failureType, proxy.seen.length]).toEqual(['config_error', 1]);
  });

  test.each(['http', 'https'] as const)('407 with the wrong ones, for %s:', async (scheme) => {
    const proxy = await useProxy({ credentials: 'jo:secret' });
    const error = await failures(scheme, proxy.url.replace('//', '//jo:wrong-one@'), { retry: { maxRetries: 3 } });
    expect(error.message).toBe(
      `Request failed: GET ${scheme}://api.test/v1/x: the proxy ${proxy.url} does not accept the user name and password in its URL (407 Refused)`,
    );
    expect([error.failureType, proxy.seen.length]).toEqual(['config_error', 1]);
    expect(`${error.stack} ${error.internalMessage}`).not.toContain('wrong-one');
  });

  test.each([
    [403, 'config_error'],
    [400, 'config_error'],
    [502, 'transient_error'],
    [503, 'transient_error'],
    [504, 'transient_error'],
  ])('%d to CONNECT is a %s', async (status, failureType) => {
    const proxy = await useProxy({ refusal: status });
    const error = await failures('https', proxy.url);
    expect(error.message).toBe(
      `Request failed: GET https://api.test/v1/x: the proxy ${proxy.url} refused to connect to api.test:443 (${status} Refused)`,
    );
    expect(error.failureType).toBe(failureType);
  });

  test('H2: what may pass is tried again', async () => {
    const proxy = await useProxy({ refusal: 503 });
    const run = testRun();
    const options = { retry: { maxRetries: 1 } };
    const error = await rejectionOf(
      send({ urls: ['https://api.test/'], network: { httpsProxy: proxy.url }, options, run }),
    );
    expect(error.message).toContain('(503 Refused) (2 tries)');
    expect([proxy.seen.length, run.clock.waits]).toEqual([2, [1000]]);
  });

  test('one that is not there', async () => {
    const error = await failures('https', 'http://jo:secret@127.0.0.1:1');
    expect(error.message).toBe(
      'Request failed: GET https://api.test/v1/x: the proxy http://127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
    );
    expect(error.failureType).toBe('transient_error');
  });

  test('H1: one that never answers', async () => {
    const proxy = await useProxy({ isSilent: true });
    const error = await failures('https', proxy.url, { timeouts: { connectMs: 40 } });
    expect(error.message).toBe(
      `Request failed: GET https://api.test/v1/x: no connection through the proxy ${proxy.url} within 0.04 s`,
    );
    expect(error.failureType).toBe('transient_error');
  });

  test('H1: a host that never shakes hands behind one that works', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const proxy = await useProxy({ route: () => (silent.address() as AddressInfo).port });
    const error = await failures('https', proxy.url, { timeouts: { connectMs: 40 } });
    expect(error.message).toBe(
      `Request failed: GET https://api.test/v1/x: no TLS connection through the proxy ${proxy.url} within 0.04 s`,
    );
  });

  test('one whose certificate is not trusted', async () => {
    const proxy = await useProxy({ tls: certificate });
    const error = await failures('https', proxy.url, { tls: {} });
    expect(error.message).toContain(`the proxy ${proxy.url} cannot be reached: `);
    expect(error.message).toContain('certificate');
  });
});

test('P12: the password of a proxy is a secret, however it is written', async () => {
  const run = testRun();
  const network = { httpsProxy: 'http://jo:p%40ss@127.0.0.1:1' };
  await rejectionOf(send({ urls: ['https://api.test/'], network, run }));
  expect(run.secrets).toEqual([Buffer.from('jo:p@ss').toString('base64'), 'p@ss', 'p%40ss']);
});

describe("a proxy's URL", () => {
  test.each([
    ['http://proxy.corp:3128', 'http://proxy.corp:3128', 'proxy.corp', 3128],
    ['proxy.corp:3128', 'http://proxy.corp:3128', 'proxy.corp', 3128],
    ['proxy.corp', 'http://proxy.corp', 'proxy.corp', 80],
    ['HTTP://proxy.corp/', 'http://proxy.corp', 'proxy.corp', 80],
    ['https://proxy.corp', 'https://proxy.corp', 'proxy.corp', 443],
    ['http://[::1]:8080', 'http://[::1]:8080', '::1', 8080],
    ['jo:secret@proxy.corp:3128', 'http://proxy.corp:3128', 'proxy.corp', 3128],
  ])('%s', (text, origin, host, port) => {
    expect(parseProxy(text, 'HTTPS_PROXY', true)).toMatchObject({ origin, host, port });
  });

  test('a user name alone is the key', () => {
    const { authorization, secrets } = parseProxy('http://the-key@p:1', 'HTTPS_PROXY', true);
    const encoded = Buffer.from('the-key:').toString('base64');
    expect([authorization, secrets]).toEqual([`Basic ${encoded}`, [encoded, 'the-key', 'the-key']]);
  });

  test.each([
    ['socks5://jo:secret@p:1080', 'HTTPS_PROXY must be the URL of an http:// or https:// proxy, got one of socks5://'],
    ['http://jo:secret@p:99999', 'HTTPS_PROXY is not a URL such as http://proxy.example.com:3128'],
    ['http://', 'HTTPS_PROXY is not a URL such as http://proxy.example.com:3128'],
  ])('%s is said to be wrong without being shown', (text, message) => {
    const error = thrownBy(() => parseProxy(text, 'HTTPS_PROXY', true));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(message);
  });

  test('one of the environment that is wrong fails the request as it is', async () => {
    const error = await rejectionOf(send({ urls: ['https://api.test/'], network: { httpsProxy: 'socks5://p:1' } }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/^HTTPS_PROXY must be/);
  });
});
