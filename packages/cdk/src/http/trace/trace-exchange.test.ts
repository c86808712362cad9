import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { expectHar } from '../../../test/har-schema.ts';
import { testRun } from '../../../test/run-context.ts';
import { useProxy, useServer } from '../../../test/servers.ts';
import type { HarEntry } from '../../protocol/har.ts';
import { ApiKeyAuthenticator } from '../authenticators/api-key-authenticator.ts';
import type { Authenticator } from '../authenticators/authenticator.ts';
import { BearerAuthenticator } from '../authenticators/bearer-authenticator.ts';
import { HttpClient } from '../http-client.ts';
import type { HttpClientOptions } from '../http-client-options.ts';
import type { HttpContext } from '../http-context.ts';
import type { HttpRequest } from '../http-request.ts';

/** Sends requests one after another, and gives their trace. Failures are part of it. */
async function traced(
  requests: readonly HttpRequest[],
  options: HttpClientOptions = {},
  context: Partial<HttpContext> = {},
): Promise<HarEntry[]> {
  const entries: HarEntry[] = [];
  const client = new HttpClient({ retry: { maxRetries: 1 }, ...options });
  const run = { ...testRun().context, traceHttp: (entry: HarEntry) => void entries.push(entry), ...context };
  for (const request of requests) await client.request(request, run).catch(() => {});
  expectHar({ log: { version: '1.2', creator: { name: 'x', version: '' }, entries } });
  return entries;
}

const pairs = (list: readonly { name: string; value: string }[]) =>
  Object.fromEntries(list.map(({ name, value }) => [name.toLowerCase(), value]));

describe('an entry of the trace', () => {
  test('has the heads, sizes and times of a request and its response', async () => {
    const { url, host, port } = await useServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'X-Page': '1' });
      response.end('{"data":[]}');
    });
    const before = Date.now();
    const [entry] = await traced([
      { url: `${url}/v1/orders?page=2&q=a%20b`, method: 'POST', body: { json: { from: 1 } } },
    ]);
    expect(entry?.request).toMatchObject({
      method: 'POST',
      url: `${url}/v1/orders?page=2&q=a%20b`,
      queryString: [
        { name: 'page', value: '2' },
        { name: 'q', value: 'a b' },
      ],
      bodySize: 10,
    });
    expect(pairs(entry?.request.headers ?? [])).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      host,
    });
    expect(entry?.response).toMatchObject({
      status: 200,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      content: { size: 11, mimeType: 'application/json' },
    });
    expect(pairs(entry?.response.headers ?? [])).toMatchObject({ 'x-page': '1' });
    expect(entry?.response.headersSize).toBeGreaterThan(50);
    expect(Date.parse(entry?.startedDateTime ?? '')).toBeGreaterThanOrEqual(before);
    expect([entry?.serverIPAddress, entry?.connection]).toEqual(['127.0.0.1', String(port)]);
    expect(JSON.stringify(entry)).not.toContain('from');
  });

  test('shows that a connection was used again', async () => {
    const { url, seen } = await useServer();
    const [first, second] = await traced([{ url }, { url }]);
    expect(first?.timings.connect).toBeGreaterThanOrEqual(0);
    expect([second?.timings.connect, second?.timings.dns]).toEqual([-1, -1]);
    expect([first?._connectionId, second?._connectionId]).toEqual(seen.map(({ port }) => String(port)));
    expect(first?._connectionId).toBe(second?._connectionId);
  });

  test('says how much came, and how long it was when unpacked', async () => {
    const text = JSON.stringify({ data: 'x'.repeat(1000) });
    const packed = gzipSync(text);
    const { url } = await useServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
    });
    const [entry] = await traced([{ url }]);
    expect([entry?.response.bodySize, entry?.response.content.size]).toEqual([packed.length, text.length]);
    expect(pairs(entry?.response.headers ?? [])['content-encoding']).toBe('gzip');
  });

  test('names the stream and the try', async () => {
    let count = 0;
    const { url } = await useServer((_request, response) => void response.writeHead(count++ === 0 ? 503 : 200).end());
    const entries = await traced([{ url }], {}, { streamName: 'orders' });
    expect(entries.map(({ comment, response }) => [response.status, comment])).toEqual([
      [503, 'stream "orders"'],
      [200, 'stream "orders", try 2'],
    ]);
  });
});

test('each redirect is an entry', async () => {
  const { url } = await useServer((request, response) => {
    if (request.url === '/new') response.end('{}');
    else response.writeHead(302, { location: '/new' }).end('gone');
  });
  const entries = await traced([{ url: `${url}/old` }]);
  expect(entries.map(({ request, response }) => [request.url, response.status, response.redirectURL])).toEqual([
    [`${url}/old`, 302, '/new'],
    [`${url}/new`, 200, ''],
  ]);
});

describe('what went wrong', () => {
  test('a connection that is not made', async () => {
    const entries = await traced([{ url: 'http://127.0.0.1:1/x' }]);
    expect(entries.map(({ response }) => [response.status, response._error])).toEqual([
      [0, 'RequestError: connect ECONNREFUSED 127.0.0.1:1'],
      [0, 'RequestError: connect ECONNREFUSED 127.0.0.1:1'],
    ]);
  });

  test('a body that breaks off', async () => {
    const { url } = await useServer((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{', () => response.destroy());
    });
    const [entry] = await traced([{ url }]);
    expect([entry?.response.status, entry?.response.content.size]).toEqual([200, 1]);
    expect(entry?.response._error).toBe('ReadError: Content-Length mismatch: expected 100 bytes, received 1 bytes');
  });

  test('a body that takes too long', async () => {
    const { url } = await useServer((_request, response) => response.writeHead(200).flushHeaders());
    const [entry] = await traced([{ url }], { timeouts: { idleMs: 30 }, retry: { maxRetries: 0 } });
    expect(entry?.response._error).toContain('TimeoutError');
  });

  test('a request that cannot be sent', async () => {
    const [entry] = await traced([{ url: 'http://127.0.0.1:1/x', headers: { 'x-a': 'line\nend' } }]);
    expect([entry?.request.url, entry?.response.status]).toEqual(['http://127.0.0.1:1/x', 0]);
    expect(entry?.response._error).toContain('x-a');
  });

  test('a redirect that is refused', async () => {
    const { url } = await useServer(
      (_request, response) => void response.writeHead(302, { location: 'http://evil.test/?token=abc' }).end(),
    );
    const [entry] = await traced([{ url }]);
    expect([entry?.response.status, entry?.response.redirectURL]).toEqual([302, 'http://evil.test/?token=****']);
    expect(entry?.response._error).toContain('Refused a redirect to http://evil.test');
  });
});

describe('P12: what proves who asks is not in it', () => {
  const listener = (_request: unknown, response: ServerResponse) =>
    void response
      .writeHead(200, {
        'set-cookie': ['sid=planted-1; Path=/', 'other=planted-2'],
        'x-session-token': 'planted-3',
        link: '<https://a.test/?page=2&access_token=planted-4>; rel="next"',
      })
      .end('{"token":"planted-5"}');

  test.each<[string, HttpClientOptions, HttpRequest]>([
    ['a bearer token', { authenticator: new BearerAuthenticator('planted-6') }, { url: '/' }],
    [
      'an API key in a header',
      { authenticator: new ApiKeyAuthenticator('planted-6', { header: 'X-Key' }) },
      { url: '/' },
    ],
    [
      'an API key in the query',
      { authenticator: new ApiKeyAuthenticator('planted-6', { param: 'api_key' }) },
      { url: '/' },
    ],
    ['cookies', { headers: { cookie: 'a=planted-6; b=planted-7' } }, { url: '/' }],
    ['a body', {}, { url: '/', method: 'POST', body: { form: { password: 'planted-6' } } }],
  ])('%s, nor in what comes back', async (_, options, request) => {
    const { url } = await useServer(listener);
    const [entry] = await traced([request], { urlBase: url, ...options });
    expect(entry?.response.status).toBe(200);
    expect(JSON.stringify(entry)).not.toContain('planted');
    expect(entry?.response.cookies).toEqual([
      { name: 'sid', value: '****' },
      { name: 'other', value: '****' },
    ]);
  });

  test('credentials of the URL', async () => {
    const { url } = await useServer();
    const [entry] = await traced([{ url: url.replace('//', '//jo:planted@') }]);
    expect(entry?.request.url).toBe(`${url.replace('//', '//****@')}/`);
    expect(JSON.stringify(entry)).not.toContain(Buffer.from('jo:planted').toString('base64'));
  });

  test('credentials of a proxy', async () => {
    const { url } = await useServer();
    const proxy = await useProxy();
    const options = { proxy: proxy.url.replace('//', '//jo:planted@') };
    const [entry] = await traced([{ url: `${url}/x` }], options);
    expect(entry?.request.url).toBe(`${url}/x`);
    expect(pairs(entry?.request.headers ?? [])['proxy-authorization']).toBe('Basic ****');
  });

  test('hardly anything of a request for credentials, whose answer nobody knows yet', async () => {
    const { url } = await useServer((request, response) => {
      response.setHeader('x-ticket', 'planted-1').setHeader('location', '/next?ticket=planted-2').end('{}');
    });
    const authenticator: Authenticator = {
      async credentials({ send }) {
        const answer = await send({
          url: `${url}/login?user=planted-3`,
          method: 'POST',
          headers: { 'x-pin': 'planted-4' },
        });
        return { headers: { 'x-ticket': answer.header('x-ticket') }, secrets: [answer.header('x-ticket') ?? ''] };
      },
    };
    const [login, request] = await traced([{ url: '/orders' }], { urlBase: url, authenticator });
    expect(JSON.stringify(login)).not.toContain('planted');
    expect(login?.request.url).toBe(`${url}/login?****`);
    expect(request?.request.url).toBe(`${url}/orders`);
  });
});

test('a body that is streamed is read by its reader alone, and what is left of it is said', async () => {
  const { url } = await useServer((_request, response) => {
    response.writeHead(200);
    const pour = (): void => {
      while (response.write('x'.repeat(65_536)) && !response.destroyed);
    };
    response.on('drain', pour);
    pour();
  });
  const entries: HarEntry[] = [];
  const { context } = testRun();
  const client = new HttpClient();
  const run = { ...context, traceHttp: (entry: HarEntry) => void entries.push(entry) };
  const response = await client.request({ url, streamed: true }, run);
  expect(entries).toEqual([]);
  response.close();
  await expect.poll(() => entries.length).toBe(1);
  expect(entries[0]?.response._error).toBe('the rest of the body was not read');
});
