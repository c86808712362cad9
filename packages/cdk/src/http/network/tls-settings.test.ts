import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type KeyPair, makeAuthority, makeCertificate } from '../../../test/certificates.ts';
import { rejectionOf, testRun, thrownBy } from '../../../test/run-context.ts';
import { useServer } from '../../../test/servers.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { HttpClient } from '../http-client.ts';
import { secureContexts, type TlsOptions } from './tls-settings.ts';

let authority: KeyPair;
let server: KeyPair;
let client: KeyPair;
let encrypted: KeyPair;
beforeAll(async () => {
  authority = await makeAuthority();
  server = await makeCertificate(authority);
  client = await makeCertificate(authority);
  encrypted = await makeCertificate(authority, { passphrase: 'open sesame' });
});

async function ask(url: string, tls?: TlsOptions, run = testRun()): Promise<unknown> {
  return (await new HttpClient({ tls, retry: { maxRetries: 1 } }).request({ url }, run.context)).json();
}

describe('authorities', () => {
  test('one that is not known is refused without a second try', async () => {
    const api = await useServer(undefined, server);
    const run = testRun();
    const error = await rejectionOf(ask(api.url, undefined, run));
    expect(error.message).toContain(`Request failed: GET ${api.url}/: its certificate is not trusted: `);
    expect([api.seen, run.clock.waits]).toEqual([[], []]);
  });

  test('one of tls.ca is trusted, also among several in one text', async () => {
    const api = await useServer(undefined, server);
    const other = await makeAuthority('Another authority');
    await expect(ask(api.url, { ca: authority.cert })).resolves.toEqual({});
    await expect(ask(api.url, { ca: `${other.cert}\n${authority.cert}` })).resolves.toEqual({});
    await expect(ask(api.url, { ca: other.cert })).rejects.toThrow('not trusted');
  });

  test('the usual ones stay trusted beside those of tls.ca', async () => {
    const usual = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(usual));
    setDefaultCACertificates([...usual, authority.cert]);
    const api = await useServer(undefined, server);
    const other = await makeAuthority('Another authority');
    await expect(ask(api.url, { ca: other.cert })).resolves.toEqual({});
  });

  test('tls.servername is the name that the certificate must have', async () => {
    const api = await useServer(undefined, await makeCertificate(authority, { names: ['inside.test'] }));
    const { port } = new URL(api.url);
    const url = `https://127.0.0.1:${port}`;
    await expect(ask(url, { ca: authority.cert, servername: 'inside.test' })).resolves.toEqual({});
    await expect(ask(url, { ca: authority.cert, servername: 'outside.test' })).rejects.toThrow('outside.test');
  });
});

describe("the client's own certificate", () => {
  /** An API that answers with the name in the certificate it was shown, and to nobody without one. */
  const useStrictApi = () =>
    useServer(
      (request, response) => {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate();
        response.end(JSON.stringify(subject.CN));
      },
      { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
    );

  test('is shown to an API that asks for one', async () => {
    const api = await useStrictApi();
    await expect(ask(api.url, { ca: authority.cert, cert: client.cert, key: client.key })).resolves.toBe('Test');
  });

  test('may have an encrypted key', async () => {
    const api = await useStrictApi();
    const { cert, key } = encrypted;
    expect(key).toContain('ENCRYPTED');
    await expect(ask(api.url, { ca: authority.cert, cert, key, passphrase: 'open sesame' })).resolves.toBe('Test');
  });

  test('that is missing is said to be why', async () => {
    const api = await useStrictApi();
    const run = testRun();
    const without = await rejectionOf(ask(api.url, { ca: authority.cert }, run));
    expect(without.message).toBe(
      `Request failed: GET ${api.url}/: the host asks for a certificate of the client, or does not accept the one it got (tlsv13 alert certificate required)`,
    );
    expect([without.failureType, run.clock.waits]).toEqual(['config_error', []]);
  });

  test('P12: the key and its passphrase are secrets, the key also as it is read', async () => {
    const run = testRun();
    const key = client.key.replaceAll('\n', ' ');
    await rejectionOf(ask('https://127.0.0.1:1', { cert: client.cert, key, passphrase: 'open sesame' }, run));
    expect(run.secrets).toEqual([key, client.key.trim(), 'open sesame']);
  });
});

test('TLS with a port that speaks plain HTTP is not tried again', async () => {
  const api = await useServer();
  const run = testRun();
  const error = await rejectionOf(ask(api.url.replace('http:', 'https:'), undefined, run));
  expect(error.message).toMatch(/: the host does not speak TLS on this port \([a-z ]+\)$/);
  expect([error.failureType, run.clock.waits]).toEqual(['system_error', []]);
});

describe('PEM text as forms and files hold it', () => {
  test.each<[string, (pem: string) => string]>([
    ['as it is', (pem) => pem],
    ['with Windows line ends', (pem) => pem.replaceAll('\n', '\r\n')],
    ['on one line, joined by blanks', (pem) => pem.replaceAll('\n', ' ')],
    ['with line ends that JSON escaped twice', (pem) => pem.replaceAll('\n', String.raw`\n`)],
    ['with text around it', (pem) => `subject=Test\n${pem}\n# end\n`],
  ])('%s', async (_, change) => {
    const api = await useServer(undefined, { ...server, ca: authority.cert, requestCert: true });
    const tls = { ca: change(authority.cert), cert: change(client.cert), key: change(client.key) };
    await expect(ask(api.url, tls)).resolves.toEqual({});
  });

  test('empty text is as good as none', () => {
    expect(secureContexts({})).toBeUndefined();
    expect(secureContexts({ ca: '', cert: '', key: '', passphrase: '' })).toBeUndefined();
  });
});

describe('texts that are no certificates or keys', () => {
  const noCertificate = (name: string): string =>
    `${name} has no certificate in PEM form, which begins with "-----BEGIN CERTIFICATE-----"`;

  test.each<[string, () => TlsOptions, string]>([
    ['an authority that is none', () => ({ ca: 'abc' }), noCertificate('tls.ca')],
    ['a key for an authority', () => ({ ca: client.key }), noCertificate('tls.ca')],
    [
      'a certificate that is cut off',
      () => ({ ca: `${authority.cert}\n${server.cert.replace(/\n.{40}/, '\n')}` }),
      'Certificate 2 of 2 in tls.ca cannot be read',
    ],
    ['a certificate that is none', () => ({ cert: 'abc', key: client.key }), noCertificate('tls.cert')],
    ['no key', () => ({ cert: client.cert }), 'tls.cert and tls.key belong together: tls.key is missing'],
    ['no certificate', () => ({ key: client.key }), 'tls.cert and tls.key belong together: tls.cert is missing'],
    [
      'a key that is none',
      () => ({ cert: client.cert, key: client.key.replace(/\n.{20}/, '\n') }),
      'tls.key is no private key in PEM form, or it is cut off',
    ],
    [
      'the key of another certificate',
      () => ({ cert: client.cert, key: server.key }),
      'tls.key is not the private key of the first certificate in tls.cert',
    ],
    ['no passphrase', () => ({ ...encrypted }), 'tls.key is encrypted, and tls.passphrase is missing'],
    [
      'a wrong passphrase',
      () => ({ ...encrypted, passphrase: 'open barley' }),
      'tls.key cannot be opened with tls.passphrase',
    ],
  ])('%s', (_, tls, message) => {
    const error = thrownBy(() => secureContexts(tls()));
    expect(error).toBeInstanceOf(ConfigError);
    expect([error.message, error.cause instanceof Error && error.cause.message.includes('BEGIN')]).toEqual([
      message,
      false,
    ]);
  });

  test('fail the first request as a config_error, and no server is asked', async () => {
    const api = await useServer(undefined, server);
    const error = await rejectionOf(ask(api.url, { ca: 'abc' }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(noCertificate('tls.ca'));
    expect(api.seen).toEqual([]);
  });
});
