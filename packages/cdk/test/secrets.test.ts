import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configuredCatalog, type ConnectorRun, runConnector, type RunConnectorOptions } from '../src/testing/index.ts';

const entry = join(import.meta.dirname, 'fixtures/leaky-source.ts');

/** With every sign that some encoding writes differently, between words that none does. */
const plant = (place: string): string => `${place}0a/+ "q"\\b&<t>%=?#~'(x)!|${place}9z`;

/** What the config holds. */
const known = {
  api_token: plant('token'),
  private_key: `-----BEGIN KEY-----\n${'MIIEvQ+/'.repeat(8)}\n${'AbCd09xy'.repeat(4)}==\n-----END KEY-----\n`,
  key: plant('option'),
  signing_secret: plant('nested'),
  header: plant('listed'),
  client_secret: plant('client'),
  refresh_token: plant('refresh'),
  account: '998877665544',
  proxy: 'Pr0xy/pass"w&rd, long',
};
/** Too short to be masked inside a word. */
const pin = 'Zq7x';
/** What the API gives away, and nobody named before it came. */
const fresh = {
  urlPassword: plant('inurl'),
  bodyToken: plant('frombody'),
  headerToken: 'fromheader-0123456789/+=',
  cookieToken: 'fromcookie-0123456789/+=',
  accessToken: plant('access'),
  rotated: plant('rotated'),
  link: plant('linked'),
  redirect: plant('redirected'),
};

const secrets: readonly string[] = [...Object.values(known), ...Object.values(fresh)];

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? '&#39;');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const form = (text: string): string => new URLSearchParams({ k: text }).toString().slice(2);
const lowerHex = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());

/** Every form in which a secret may come out. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    lowerHex(encodeURIComponent(secret)),
    encodeURIComponent(encodeURIComponent(secret)),
    form(secret),
    lowerHex(form(secret)),
    json(secret),
    json(json(secret)),
    json(secret).replaceAll('/', String.raw`\/`),
    escapeHtml(secret),
    ...['', 'u', 'us', 'user:'].flatMap((before) => {
      const encoded = base64(`${before}${secret}`);
      return [encoded, encoded.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(encoded), json(encoded)];
    }),
  ];
}

/** What must not be found of a secret: its forms, of base64 what no byte around it changes, and its words. */
function tracesOf(secret: string): string[] {
  const forms = formsOf(secret).map((text) => text.replace(/=+$/, ''));
  const aligned = [0, 1, 2].map((offset) => base64(`${'x'.repeat(offset)}${secret}`).slice(4, -4));
  return [...forms, ...aligned, ...(secret.match(/\w{6,}/g) ?? [])];
}

function answer(request: IncomingMessage, response: ServerResponse, origin: string): void {
  const [, route = '', index = '0'] = new URL(request.url ?? '', 'http://x').pathname.split('/');
  // What proves who asks is given away to whoever was asked with it.
  const [, scheme = '', credentials = ''] = /^(Bearer|Basic) (.*)/.exec(request.headers.authorization ?? '') ?? [];
  const [, password] = /^jo:(.*)/s.exec(Buffer.from(scheme === 'Basic' ? credentials : '', 'base64').toString()) ?? [];
  const shown = password ?? (Object.values<string>(fresh).includes(credentials) ? credentials : undefined);
  const secret = shown ?? [...Object.values(known), pin][Number(index)] ?? '';
  const sendJson = (status: number, body: unknown, headers = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  // Of every response, what a browser would keep.
  response.setHeader('set-cookie', `given=${encodeURIComponent(fresh.link)}; Path=/`);
  response.setHeader('x-echo-authorization', request.headers.authorization ?? '');
  switch (route) {
    case 'text':
      return void response.end(secret === pin ? `pin=${pin}` : formsOf(secret).join(' | '));
    case 'error':
      return sendJson(400, { error: { message: `Do not know ${formsOf(secret).slice(0, 4).join(' or ')}` } });
    case 'cut':
      return sendJson(400, { error: { message: `${'x '.repeat(143)}${json(secret)} and more` } });
    case 'cut_url':
      return sendJson(400, { message: `${'x '.repeat(143)}${encodeURIComponent(secret)} and more` });
    case 'page':
      return void response.end(`<html><p>Token ${escapeHtml(secret)} and ${secret} expired</p></html>`);
    case 'broken':
      return void response.end(`{"data": [${secret}`);
    case 'list':
      return sendJson(200, { data: { key: secret } });
    case 'redirect': {
      const query = `access_token=${encodeURIComponent(fresh.redirect)}&other=${encodeURIComponent(known.key)}`;
      const target = index === 'away' ? 'http://other.invalid/x' : `${origin}/text/99`;
      return void response.writeHead(302, { location: `${target}?${query}` }).end();
    }
    case 'login': {
      const token = index === 'body' ? { session: { id: fresh.bodyToken } } : { session: {} };
      if (index === 'missing') return sendJson(200, { session: fresh.bodyToken });
      response.setHeader('set-cookie', [`sid=${fresh.cookieToken}; Path=/`]);
      return sendJson(200, token, { 'x-ticket': fresh.headerToken });
    }
    case 'token':
      return sendJson(200, { access_token: fresh.accessToken, refresh_token: fresh.rotated, expires_in: 3600 });
    case 'stuck':
      return sendJson(200, { data: [], next: `${origin}/stuck?page=2&api_key=${encodeURIComponent(fresh.link)}` });
    case 'foreign':
      return sendJson(200, { data: [], next: `https://other.invalid/?api_key=${encodeURIComponent(fresh.link)}` });
    case 'no_link':
      return sendJson(200, { data: [], next: `http://[x]/?api_key=${encodeURIComponent(fresh.link)}` });
    default:
      return sendJson(404, {});
  }
}

let config: Record<string, unknown>;
let folder: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  stop = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    await rm(folder, { recursive: true });
  };
  config = {
    api_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    api_token: known.api_token,
    password: fresh.urlPassword,
    account: Number(known.account),
    pin,
    private_key: known.private_key,
    credentials: { auth_type: 'key', key: known.key },
    webhook: { deep: { signing_secret: known.signing_secret } },
    headers: [{ name: 'X-Tenant', value: known.header }],
    oauth: { client_secret: known.client_secret, refresh_token: known.refresh_token },
    proxy_url: `http://jo:${encodeURIComponent(known.proxy)}@127.0.0.1:1`,
    echoes: Object.keys(known).length + 1,
  };
});

afterAll(() => stop());

/** Runs a command, and looks for every secret in all that it gave. */
async function leaks(
  command: string,
  options: RunConnectorOptions = {},
): Promise<{ run: ConnectorRun; found: string[] }> {
  const file = join(folder, 'trace.har');
  const run = await runConnector(entry, command, {
    config,
    env: { LOG_LEVEL: 'DEBUG' },
    ...options,
    args: [...(command === 'spec' ? [] : ['--trace-http', file]), ...(options.args ?? [])],
  });
  const har = command === 'spec' ? '' : await readFile(file, 'utf8');
  const texts: [place: string, text: string, hidden?: readonly string[]][] = [
    ['stderr', run.stderr],
    ['trace', har],
    ['trace, unescaped', har === '' ? '' : stringsIn(JSON.parse(har)).join('\n')],
  ];
  for (const [index, message] of run.messages.entries()) {
    if (message.type === 'RECORD' || message.type === 'CONTROL') continue;
    // A link to the next page is kept as the API gave it, unless it has what the config has.
    const hidden = message.type === 'STATE' ? Object.values(known) : secrets;
    texts.push([`line ${index}`, run.lines[index] ?? '', hidden]);
    texts.push([`line ${index}, unescaped`, stringsIn(message).join('\n'), hidden]);
  }
  const found = texts.flatMap(([place, text, hidden = secrets]) => [
    ...hidden.flatMap((secret) => {
      const trace = tracesOf(secret).find((one) => text.includes(one));
      return trace === undefined ? [] : [`${place}: ${trace}`];
    }),
    ...(new RegExp(`(?<!\\w)${pin}(?!\\w)`).test(text) ? [`${place}: ${pin}`] : []),
  ]);
  return { run, found };
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

describe('P12: no secret leaves but in RECORD and CONTROL, in whatever form', () => {
  test('spec', async () => {
    const { found } = await leaks('spec', { config: undefined });
    expect(found).toEqual([]);
  });

  test.each([undefined, 'config_error', 'defect'])('check that fails (%s)', async (fail) => {
    const { run, found } = await leaks('check', { config: { ...config, fail } });
    expect(found).toEqual([]);
    expect(run.lines.join('\n')).toContain('****');
  });

  test.each(['streams', 'schema'])('discover that fails (%s)', async (fail) => {
    const { run, found } = await leaks('discover', { config: { ...config, fail } });
    expect(found).toEqual([]);
    expect([run.exitCode, run.errors[0]?.message]).toEqual([1, expect.stringContaining('****')]);
  });

  test('a config that is not valid', async () => {
    const wrong = {
      ...config,
      account: known.account,
      credentials: known.key,
      webhook: { deep: [known.signing_secret] },
      headers: [known.header],
      oauth: { client_secret: { value: known.client_secret }, refresh_token: [known.refresh_token] },
      echoes: known.api_token,
    };
    for (const command of ['check', 'discover']) {
      const { run, found } = await leaks(command, { config: wrong });
      expect(found).toEqual([]);
      expect(run.lines.join('\n')).toContain('The config is not valid');
    }
  });

  test.each([
    ['texts', 0],
    ['errors', 0],
    ['defect', 1],
    ['rejection', 1],
  ])('read of the stream %s', async (name, exitCode) => {
    const { run, found } = await leaks('read', { catalog: configuredCatalog({ [name]: 'full_refresh' }) });
    expect(found).toEqual([]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr + run.lines.join('\n')).toContain('****');
  });

  test('read of streams that fail, each with a secret in another place', async () => {
    const names =
      'bearer basic key_in_query key_in_header client_headers url_credentials in_path no_url proxy key_file redirect_away ' +
      'redirect_home stuck foreign no_link oauth session_in_body session_in_header session_in_cookie session_missing';
    const catalog = configuredCatalog(
      Object.fromEntries(names.split(' ').map((name) => [name, 'full_refresh' as const])),
    );
    const { run, found } = await leaks('read', { catalog });
    expect(found).toEqual([]);
    const failed = run.errors.map(({ stream_descriptor: stream }) => stream?.name);
    expect(new Set(failed)).toEqual(new Set(names.split(' ')));
  });

  test('a record has them, and what is said of it has not', async () => {
    const catalog = configuredCatalog({ records: 'full_refresh' });
    const { run, found } = await leaks('read', { catalog, args: ['--validate-records'] });
    expect(found).toEqual([]);
    expect(run.records('records')[0]).toEqual({ token: known.api_token });
    expect(run.logs('WARN').join()).toContain('break their schema');
  });
});

test('the search finds what is there', async () => {
  for (const secret of secrets) {
    for (const shape of formsOf(secret)) {
      const text = `before ${shape} after`;
      expect(
        tracesOf(secret).some((trace) => text.includes(trace)),
        shape,
      ).toBe(true);
    }
  }
});
