import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { createSecureContext } from 'node:tls';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type KeyPair, makeAuthority, makeCertificate } from '../../../test/certificates.ts';
import { rejectionOf } from '../../../test/run-context.ts';
import { useServer } from '../../../test/servers.ts';
import { type ConnectionSettings, createAgents } from './agents.ts';
import { ConnectionError } from './connection-error.ts';
import { Proxies } from './proxies.ts';

let authority: KeyPair;
let certificate: KeyPair;
beforeAll(async () => {
  authority = await makeAuthority();
  certificate = await makeCertificate(authority, { names: ['api.test'] });
});

type Agents = ReturnType<typeof createAgents>;

function agentsOf(settings: Partial<ConnectionSettings>): Agents {
  const secureContext = createSecureContext({ ca: authority.cert });
  const agents = createAgents({
    proxies: new Proxies(),
    connectMs: 1000,
    publicOnly: false,
    secureContext,
    ...settings,
  });
  onTestFinished(() => {
    agents.http.destroy();
    agents.https.destroy();
  });
  return agents;
}

/** Sends a GET, reads the response, and gives its text. */
function get(url: string, { http, https }: Agents): Promise<string> {
  return new Promise((resolve, reject) => {
    const onResponse = (response: IncomingMessage): void => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.once('end', () => resolve(text));
    };
    const request: ClientRequest = url.startsWith('https:')
      ? secureRequest(url, { agent: https }, onResponse)
      : plainRequest(url, { agent: http }, onResponse);
    request.once('error', reject);
    request.end();
  });
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A resolver that gives each of its answers in turn, and the last for ever. */
function resolverOf(...answers: string[][]): { resolve: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  const resolve: LookupFunction = (host, _options, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(host);
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    setImmediate(() => callback(null, found));
  };
  return { resolve, asked };
}

describe('connections are kept for many small pages', () => {
  test.each([undefined, 'tls'])('one serves requests that come one after another (%s)', async (tls) => {
    const { url, seen } = await useServer(undefined, tls === undefined ? undefined : certificate);
    const agents = agentsOf({});
    for (let count = 0; count < 3; count++) {
      await get(url, agents);
      await nextTurn();
    }
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map(({ port }) => port)).size).toBe(1);
  });

  test('the one that was used last is used first, so that those left over get idle', async () => {
    const { url, seen } = await useServer();
    const agents = agentsOf({});
    await Promise.all([get(url, agents), get(url, agents), get(url, agents)]);
    await nextTurn();
    seen.length = 0;
    for (let count = 0; count < 3; count++) {
      await get(url, agents);
      await nextTurn();
    }
    expect(new Set(seen.map(({ port }) => port)).size).toBe(1);
  });

  test('an idle one is closed before servers do', async () => {
    const { url, seen } = await useServer();
    const agents = agentsOf({ idleSocketMs: 20 });
    await get(url, agents);
    await vi.waitFor(() => expect(agents.http.freeSockets).toEqual({}));
    await get(url, agents);
    expect(new Set(seen.map(({ port }) => port)).size).toBe(2);
  });

  test.each(['first', 'second'])('a %s answer that takes longer than that is waited for', async (which) => {
    let count = 0;
    const { url, seen } = await useServer((_request, response) => {
      count++;
      const isSlow = which === 'first' ? count === 1 : count === 2;
      if (isSlow) setTimeout(() => response.end('slow'), 80);
      else response.end('fast');
    });
    const agents = agentsOf({ idleSocketMs: 20 });
    const answers = [await get(url, agents), await get(url, agents)];
    expect(answers).toContain('slow');
    expect(seen).toHaveLength(2);
  });

  test('a server that says it closes sooner is believed', async () => {
    const { url, seen } = await useServer((_request, response) => {
      response.setHeader('keep-alive', 'timeout=1');
      response.end('{}');
    });
    const agents = agentsOf({});
    await get(url, agents);
    await vi.waitFor(() => expect(agents.http.freeSockets).toEqual({}));
    await get(url, agents);
    expect(new Set(seen.map(({ port }) => port)).size).toBe(2);
  });
});

describe('H7: with DEPLOYMENT_MODE=cloud only public addresses are connected to', () => {
  test('a name is refused for the address that it resolves to, and nothing is sent', async () => {
    const { port, seen } = await useServer(undefined, certificate);
    const { resolve, asked } = resolverOf(['127.0.0.1']);
    const error = await rejectionOf(get(`https://api.test:${port}/`, agentsOf({ publicOnly: true, resolve })));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe(
      'api.test resolves to 127.0.0.1, a loopback address. With DEPLOYMENT_MODE=cloud only public addresses are asked',
    );
    expect([error.failureType, error.isRetryable, seen, asked]).toEqual(['config_error', false, [], ['api.test']]);
  });

  test.each([
    [['93.184.215.14', '10.0.0.7'], '10.0.0.7, a private'],
    [['::ffff:169.254.169.254'], '::ffff:169.254.169.254, a link-local'],
    [['2606:4700::1', 'fd00::1'], 'fd00::1, a private'],
  ])('one address among %j is enough', async (addresses, named) => {
    const { resolve } = resolverOf(addresses);
    const error = await rejectionOf(get('https://api.test/', agentsOf({ publicOnly: true, resolve })));
    expect(error.message).toContain(`resolves to ${named} address`);
  });

  test('the name is resolved once: an answer that changes after the check changes nothing', async () => {
    const { port, seen } = await useServer(undefined, certificate);
    // A public answer for whoever checks, then this machine for whoever connects.
    const { resolve, asked } = resolverOf(['192.88.98.1'], ['127.0.0.1']);
    const agents = agentsOf({ publicOnly: true, resolve });
    const connected: unknown[] = [];
    const request = secureRequest(`https://api.test:${port}/`, { agent: agents.https });
    request.once('error', () => {});
    request.once('socket', (socket) => {
      socket.once('lookup', (_error, address) => {
        connected.push(address);
        request.destroy();
      });
    });
    request.end();
    await vi.waitFor(() => expect(connected).toEqual(['192.88.98.1']));
    expect([asked, seen]).toEqual([['api.test'], []]);
    const error = await rejectionOf(get(`https://api.test:${port}/`, agents));
    expect(error.message).toContain('api.test resolves to 127.0.0.1');
    expect(seen).toEqual([]);
  });

  test('a resolver that fails says so itself', async () => {
    const resolve: LookupFunction = (_host, _options, callback) =>
      callback(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }), '');
    const error = await rejectionOf(get('https://api.test/', agentsOf({ publicOnly: true, resolve })));
    expect(error.code).toBe('ENOTFOUND');
  });

  test.each([
    ['127.0.0.1', '127.0.0.1 is a loopback'],
    ['0x7f.1', '127.0.0.1 is a loopback'],
    ['2130706433', '127.0.0.1 is a loopback'],
    ['017700000001', '127.0.0.1 is a loopback'],
    ['127.1', '127.0.0.1 is a loopback'],
    ['0', '0.0.0.0 is a reserved'],
    ['169.254.169.254', '169.254.169.254 is a link-local'],
    ['[::1]', '::1 is a loopback'],
    ['[::ffff:10.0.0.1]', '::ffff:a00:1 is a private'],
    ['[fd00::1]', 'fd00::1 is a private'],
  ])('an address in the URL, however it is spelled: %s', async (host, text) => {
    const { resolve, asked } = resolverOf(['93.184.215.14']);
    const error = await rejectionOf(get(`https://${host}/`, agentsOf({ publicOnly: true, resolve })));
    expect(error.message).toBe(`${text} address. With DEPLOYMENT_MODE=cloud only public addresses are asked`);
    expect(asked).toEqual([]);
  });

  test('http: is refused whatever the host', async () => {
    const { url, seen } = await useServer();
    const error = await rejectionOf(get(url, agentsOf({ publicOnly: true })));
    expect(error.message).toBe('http://localhost is not encrypted. With DEPLOYMENT_MODE=cloud only https: is asked');
    expect(seen).toEqual([]);
  });

  test('elsewhere this machine is as good as any', async () => {
    const { port } = await useServer(undefined, certificate);
    const { resolve } = resolverOf(['127.0.0.1']);
    expect(await get(`https://api.test:${port}/`, agentsOf({ resolve }))).toBe('{}');
  });
});
