import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { AirbyteMessage } from '@headwater/cdk/protocol';
import { configuredCatalog } from '@headwater/cdk/testing';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeAuthority, makeCertificate } from '../../../cdk/test/certificates.ts';
import { useServer } from '../../../cdk/test/servers.ts';
import { startConnector } from '../connector/start-connector.ts';
import type { ApiProxy } from './api-proxy.ts';
import type { Alter } from './exchange.ts';
import { emptyPage, htmlPage, serverError, tooManyRequests, truncated, unauthorized } from './faults.ts';
import { startRecording } from './start-recording.ts';
import { startReplay } from './start-replay.ts';

const entry = join(import.meta.dirname, '../../../source-example/source-example.js');

interface Run {
  readonly exitCode: number | null;
  readonly records: readonly object[];
  /** What the connector said, a line each. */
  readonly log: string;
}

async function useApi(size = 250): Promise<ExampleApi> {
  const api = await startExampleApi({ size });
  onTestFinished(() => api.close());
  return api;
}

/** Reads streams of the example connector through a proxy, which is closed after the test. */
async function readThrough(proxy: ApiProxy, apiUrl: string, streams: readonly string[]): Promise<Run> {
  onTestFinished(() => proxy.close());
  const records: object[] = [];
  const log: string[] = [];
  const { exitCode } = await startConnector(
    { entry },
    {
      command: 'read',
      env: { ...process.env, ...proxy.env },
      config: { api_url: `${apiUrl}/v1`, api_token: 'example-token' },
      catalog: configuredCatalog(Object.fromEntries(streams.map((name) => [name, 'full_refresh']))),
      onLine(line) {
        const message = JSON.parse(line) as AirbyteMessage;
        if (message.type === 'RECORD') records.push(message.record.data);
        else log.push(line);
      },
    },
  );
  return { exitCode, records, log: log.join('\n') };
}

describe('what a connector asked is answered again without the API', () => {
  const streams = ['customers', 'products', 'orders', 'exports'];

  test('http', async () => {
    const api = await useApi();
    const recording = await startRecording({ env: {} });
    const first = await readThrough(recording, api.url, streams);
    await api.close();
    const replay = await startReplay(recording);
    const again = await readThrough(replay, api.url, streams);
    expect([first.exitCode, again.exitCode, replay.missing]).toEqual([0, 0, []]);
    expect(first.records).toHaveLength(1000);
    expect(again.records).toEqual(expect.arrayContaining([...first.records]));
    expect(replay.requests).toHaveLength(recording.exchanges.length);
  });

  test('https, by a certificate that the connector is made to trust', async () => {
    const api = await useApi();
    const authority = await makeAuthority();
    const secure = await useServer(
      (request, response) => {
        get(`${api.url}${request.url}`, { headers: request.headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 0, { 'content-type': 'application/json' });
          answer.pipe(response);
        });
      },
      await makeCertificate(authority),
    );
    const recording = await startRecording({ env: {}, ca: [authority.cert] });
    const first = await readThrough(recording, secure.url, ['orders']);
    await api.close();
    const replay = await startReplay(recording);
    const again = await readThrough(replay, secure.url, ['orders']);
    expect([first.exitCode, again.exitCode, first.records.length]).toEqual([0, 0, 250]);
    expect(again.records).toEqual(first.records);
    expect(replay.requests.map(({ request }) => new URL(request.url).origin)).toEqual(Array(3).fill(secure.url));
  });

  test("requests of Node's own clients go the same way, as far as they can", async () => {
    const { url } = await useServer((_request, response) => void response.end('live'));
    const recording = await startRecording({ env: {} });
    onTestFinished(() => recording.close());
    // Old clients send the whole URL to the proxy themselves; fetch does only in a Node that has the switch.
    const script = `
      import { get } from 'node:http';
      const [url, proxy] = [${JSON.stringify(url)}, new URL(process.env.HTTP_PROXY)];
      if (process.allowedNodeEnvironmentFlags.has('--use-env-proxy')) await fetch(url + '/fetch');
      get({ host: proxy.hostname, port: proxy.port, path: url + '/whole', agent: undefined }, (answer) => answer.pipe(process.stdout));
    `;
    const child = execFile(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, ...recording.env },
    });
    let output = '';
    child.stdout?.on('data', (text: string) => (output += text));
    await once(child, 'close');
    const canFetch = process.allowedNodeEnvironmentFlags.has('--use-env-proxy');
    expect(output).toBe('live');
    expect(recording.exchanges.map(({ request }) => request.url)).toEqual([
      ...(canFetch ? [`${url}/fetch`] : []),
      `${url}/whole`,
    ]);
  });
});

test('what was not recorded is said by the connector and by the replay', async () => {
  const api = await useApi(10);
  const replay = await startReplay({ exchanges: [] });
  const { exitCode, log } = await readThrough(replay, api.url, ['orders']);
  const reason = `No recording for GET ${api.url}/v1/orders?limit=100&sort=asc&updated_since=2024-01-01: the recording is empty`;
  expect([exitCode, api.requests, replay.missing.map(withSortedQuery)]).toEqual([1, [], [reason]]);
  expect(log).toContain('No recording for GET');
  expect(replay.requests).toHaveLength(1);
});

test('an API that gives no response is said to, with the reason', async () => {
  const gone = await useApi();
  await gone.close();
  const recording = await startRecording({ env: {} });
  onTestFinished(() => recording.close());
  const { port } = new URL(recording.url);
  const response = await new Promise<string>((resolve) => {
    get({ host: '127.0.0.1', port, path: `${gone.url}/orders` }, (answer) => {
      answer.setEncoding('utf8').once('data', (text: string) => resolve(`${answer.statusCode} ${text}`));
    });
  });
  expect(response).toMatch(/^502 \{"error":\{"message":"127\.0\.0\.1:\d+ gave no response: connect ECONNREFUSED/);
  expect(recording.exchanges).toEqual([]);
});

describe('faults, around recorded responses and instead of them', () => {
  const url = 'http://api.example.com/orders';
  const body = Buffer.from(JSON.stringify({ data: [{ id: 1 }, { id: 2 }], next: 'p2' }));
  const recording = {
    exchanges: [
      {
        request: { method: 'GET', url, headers: {}, body: Buffer.alloc(0) },
        response: { status: 200, headers: { 'content-type': 'application/json' }, body },
      },
    ],
  };

  /** What a client gets of a replay with a fault: the status, a header, and so much of the body as came. */
  async function getThrough(alter: Alter): Promise<unknown[]> {
    const replay = await startReplay(recording, { alter });
    onTestFinished(() => replay.close());
    return new Promise((resolve) => {
      const request = get({ host: '127.0.0.1', port: new URL(replay.url).port, path: url }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('error', () => {});
        response.once('close', () => {
          const { 'retry-after': wait, 'content-type': type } = response.headers;
          resolve([response.statusCode, wait ?? type, response.complete ? text : `${text}…`]);
        });
      });
      request.once('error', (error: NodeJS.ErrnoException) => resolve([error.code]));
    });
  }

  test.each<[string, Alter, unknown[]]>([
    ['a wait in seconds', () => tooManyRequests(7), [429, '7', '{"error":"too many requests"}']],
    [
      'a wait as a date',
      () => tooManyRequests(new Date(Date.UTC(2026, 0, 31))),
      [429, 'Sat, 31 Jan 2026 00:00:00 GMT', '{"error":"too many requests"}'],
    ],
    ['a broken API', () => serverError(503), [503, 'application/json', '{"error":"something went wrong"}']],
    ['a token that expired', () => unauthorized(), [401, 'application/json', '{"error":"the token has expired"}']],
    ['a connection that is reset', () => 'reset', ['ECONNRESET']],
    [
      'a body that breaks off',
      async (_, respond) => truncated(await respond()),
      [200, 'application/json', '{"data":[{"id":1},{"…'],
    ],
    [
      'an empty page',
      async (_, respond) => emptyPage(await respond()),
      [200, 'application/json', '{"data":[],"next":"p2"}'],
    ],
    ['HTML', () => htmlPage(), [200, 'text/html; charset=utf-8', htmlPage().body.toString()]],
  ])('%s', async (_, alter, expected) => {
    expect(await getThrough(alter)).toEqual(expected);
  });

  test('come in front of a live API, too, and are not recorded', async () => {
    const api = await useApi();
    let count = 0;
    const live = await startRecording({
      env: {},
      alter: (_request, respond) => (++count === 2 ? tooManyRequests(0) : respond()),
    });
    const { exitCode, records } = await readThrough(live, api.url, ['orders']);
    expect([exitCode, records.length, api.requests.length, count]).toEqual([0, 250, 3, 4]);
    expect(live.exchanges.map(({ response }) => response.status)).toEqual([200, 200, 200]);
  });
});

test('whoever takes the proxy for an API is told what it is', async () => {
  const replay = await startReplay({ exchanges: [] });
  onTestFinished(() => replay.close());
  const response = await fetch(`${replay.url}/orders`);
  expect([response.status, await response.text()]).toEqual([400, 'This is a proxy: it takes whole URLs.\n']);
});

test('a client that leaves in the middle of a handshake does no harm', async () => {
  const replay = await startReplay({ exchanges: [] });
  onTestFinished(() => replay.close());
  const socket = connect(Number(new URL(replay.url).port), '127.0.0.1');
  socket.write('CONNECT api.example.com:443 HTTP/1.1\r\nhost: api.example.com:443\r\n\r\n\u0016');
  await once(socket, 'data');
  socket.resetAndDestroy();
  expect((await fetch(replay.url)).status).toBe(400);
});

function withSortedQuery(message: string): string {
  return message.replace(/\?(\S+):/, (_, query: string) => `?${query.split('&').toSorted().join('&')}:`);
}
