import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AirbyteMessage, ControlMessage } from '../src/protocol/messages.ts';
import {
  configuredCatalog,
  type ConnectorRun,
  runConnector,
  type RunConnectorOptions,
  type RunningConnector,
} from '../src/testing/index.ts';
import { expectProtocolLine } from './protocol-schema.ts';

const entry = join(import.meta.dirname, 'fixtures/rotating-source.ts');
const catalog = configuredCatalog({ customers: 'full_refresh', products: 'full_refresh' });

async function useApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const api = await startExampleApi({ size: 5, ...options });
  onTestFinished(() => api.close());
  return api;
}

/** Until the end of the test. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const configOf = (url: string, refreshToken = 'example-refresh-token-1') => ({
  api_url: url,
  credentials: { client_id: 'example-client', client_secret: 'example-client-secret', refresh_token: refreshToken },
});

async function run(command: string, options: RunConnectorOptions): Promise<ConnectorRun> {
  const result = await runConnector(entry, command, options);
  for (const line of result.lines) expectProtocolLine(line);
  return result;
}

const isControl = (message: AirbyteMessage): message is ControlMessage => message.type === 'CONTROL';
const configsOf = ({ messages }: ConnectorRun) =>
  messages.filter(isControl).map(({ control }) => control.connectorConfig.config);
const paths = (api: ExampleApi): string[] => api.requests.map(({ path, status }) => `${path} ${status}`);

describe('P13: a refresh token that works once', () => {
  const rotating = { auth: { rotateRefreshTokens: true } };

  test('meltano/sdk#172: all streams log in once, and the new token goes out once, with the whole config', async () => {
    const api = await useApi(rotating);
    const result = await run('read', { config: configOf(api.url), catalog });
    expect(result.exitCode).toBe(0);
    expect(paths(api).filter((path) => path.startsWith('/oauth'))).toEqual(['/oauth/token 200']);
    expect(configsOf(result)).toEqual([configOf(api.url, 'example-refresh-token-2')]);
    const types = result.messages.map(({ type }) => type);
    expect(types.indexOf('CONTROL')).toBeLessThan(types.indexOf('RECORD'));
  });

  test('P15: an integer of the config beyond 2^53 is handed back digit for digit', async () => {
    const api = await useApi(rotating);
    const account = 12_345_678_901_234_567_891n;
    const result = await run('check', { config: { ...configOf(api.url), account } });
    expect(configsOf(result)[0]).toEqual({ ...configOf(api.url, 'example-refresh-token-2'), account });
  });

  test('airbyte#20910: the config that went out is what the next run logs in with', async () => {
    const api = await useApi(rotating);
    let config: unknown = configOf(api.url);
    for (const command of ['check', 'read', 'check', 'read']) {
      const result = await run(command, command === 'read' ? { config, catalog } : { config });
      expect(result.exitCode).toBe(0);
      expect(result.errors).toEqual([]);
      config = configsOf(result).at(-1);
    }
    // A check of this source logs in twice.
    expect(config).toEqual(configOf(api.url, 'example-refresh-token-7'));
  });

  test('check: CONTROL goes out before the status, and is the only other message', async () => {
    const api = await useApi(rotating);
    const result = await run('check', { config: configOf(api.url) });
    expect(result.messages.map(({ type }) => type)).toEqual(['CONTROL', 'CONTROL', 'CONNECTION_STATUS']);
    expect(result.messages.at(-1)).toEqual({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } });
  });

  test('airbyte#20910: a process that is killed by the first request with the new token has said it', async () => {
    let child: RunningConnector | undefined;
    const server = createServer((request, response) => {
      if (request.url === '/oauth/token') {
        response.setHeader('content-type', 'application/json');
        response.end('{"access_token":"new-access-token","refresh_token":"new-refresh-token"}');
      } else child?.kill('SIGKILL');
    });
    const url = await listen(server);
    const result = await run('read', {
      config: configOf(url),
      catalog,
      onLine: (_, process) => void (child = process),
    });
    expect(result.signal).toBe('SIGKILL');
    expect(configsOf(result)).toEqual([configOf(url, 'new-refresh-token')]);
  });

  test('airbyte#20910, P4: SIGTERM while the API answers waits for the token that the old one was traded for', async () => {
    let child: RunningConnector | undefined;
    const server = createServer((_request, response) => {
      child?.kill('SIGTERM');
      setTimeout(() => {
        response.setHeader('content-type', 'application/json');
        response.end('{"access_token":"new-access-token","refresh_token":"new-refresh-token"}');
      }, 100);
    });
    const url = await listen(server);
    const result = await run('read', {
      config: configOf(url),
      catalog,
      onLine: (_, process) => void (child = process),
    });
    expect(result.signal).toBe('SIGTERM');
    expect(result.statuses('customers')).toEqual(['STARTED', 'INCOMPLETE']);
    expect(configsOf(result)).toEqual([configOf(url, 'new-refresh-token')]);
  });

  test('P12: no token is in a LOG, a TRACE or on stderr, whatever the level; CONTROL has them as they are', async () => {
    const api = await useApi(rotating);
    api.faults.add({ path: '/v1/products', fault: { kind: 'expireTokens' } });
    api.faults.add({
      path: '/oauth',
      from: 2,
      fault: { kind: 'status', status: 503, body: { message: 'example-refresh-token-2' } },
    });
    api.faults.add({
      path: '/oauth',
      from: 3,
      fault: { kind: 'status', status: 400, body: { error: 'example-refresh-token-2' } },
    });
    const result = await run('read', { config: configOf(api.url), catalog, env: { LOG_LEVEL: 'DEBUG' } });
    expect(result.exitCode).toBe(1);
    expect(result.errors[0]?.message).toContain('re-authenticate');
    const said = result.lines.filter((line) => !line.startsWith('{"type":"CONTROL"')).join('\n') + result.stderr;
    expect(said).toContain('****');
    expect(said).not.toMatch(/example-(?:refresh-token|access-token|client-secret)/);
  });
});

test('A2: a revoked refresh token: FAILED in check, a config_error in read, asked for once', async () => {
  const api = await useApi();
  api.auth.revokeRefreshTokens();
  const config = configOf(api.url);
  const check = await run('check', { config });
  expect(check.messages).toMatchObject([
    {
      type: 'CONNECTION_STATUS',
      connectionStatus: { status: 'FAILED', message: expect.stringContaining('re-authenticate') },
    },
  ]);
  api.clearRequests();
  const read = await run('read', { config, catalog });
  expect(read.errors.map(({ failure_type: type, message }) => [type, message.includes('re-authenticate')])).toEqual([
    ['config_error', true],
    ['config_error', true],
  ]);
  expect([read.exitCode, paths(api)]).toEqual([1, ['/oauth/token 400']]);
});
