import { describe, expect, test, vi } from 'vitest';
import { rejectionOf, testRun } from '../../test/run-context.ts';
import { type TestServer, useServer } from '../../test/servers.ts';
import { HttpClient } from './http-client.ts';
import type { HttpMethod } from './http-request.ts';

/**
 * A server that answers the first request of each connection, and closes it when a further one arrives, as one does whose patience with
 * an idle connection ends just then.
 */
function useImpatientServer(): Promise<TestServer> {
  const known = new WeakSet<object>();
  return useServer(({ socket }, response) => {
    if (known.has(socket)) return void socket.destroy();
    known.add(socket);
    response.end('{}');
  });
}

const isIdempotent = (method: HttpMethod): boolean => method !== 'POST' && method !== 'PATCH';
const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PATCH'] as const;

describe('a connection that the server closes while a request is on its way', () => {
  test.each(methods.filter(isIdempotent))('%s is sent again at once, which counts as no try', async (method) => {
    const { url, seen } = await useImpatientServer();
    const client = new HttpClient({ urlBase: url });
    const run = testRun();
    await client.request({ url: 'a' }, run.context);
    const response = await client.request({ url: 'b', method }, run.context);
    expect(response.status).toBe(200);
    expect(seen.map((request) => [request.method, request.url])).toEqual([
      ['GET', '/a'],
      [method, '/b'],
      [method, '/b'],
    ]);
    expect([run.clock.waits, run.logs.filter((line) => line.startsWith('warn'))]).toEqual([[], []]);
    expect(run.context.requestCounts).toEqual({ requests: 2, retries: 0, waitMs: 0 });
  });

  test.each(methods.filter((method) => !isIdempotent(method)))(
    '%s may have been done: it is tried again as after any network error',
    async (method) => {
      const { url, seen } = await useImpatientServer();
      const client = new HttpClient({ urlBase: url });
      const run = testRun();
      await client.request({ url: 'a' }, run.context);
      await client.request({ url: 'b', method, body: { json: 1 } }, run.context);
      expect([seen.length, run.clock.waits]).toEqual([3, [1000]]);
    },
  );

  test('several of them, one after another, are as good as one', async () => {
    const { url, seen } = await useImpatientServer();
    const client = new HttpClient({ urlBase: url });
    const { context, clock } = testRun();
    await Promise.all(Array.from({ length: 5 }, () => client.request({ url: 'a' }, context)));
    const before = seen.length;
    await client.request({ url: 'b' }, context);
    expect(clock.waits).toEqual([]);
    expect(seen.length).toBeGreaterThan(before + 1);
    expect(seen.length).toBeLessThanOrEqual(before + 6);
  });
});

describe('what is no such thing counts as a try', () => {
  test('a new connection that is closed', async () => {
    const { url, seen } = await useServer(({ socket }) => void socket.destroy());
    const run = testRun();
    const client = new HttpClient({ urlBase: url, retry: { maxRetries: 1 } });
    const error = await rejectionOf(client.request({ url: 'a' }, run.context));
    expect(error.message).toContain('the connection broke off (ECONNRESET) (2 tries)');
    expect([seen.length, run.clock.waits]).toEqual([2, [1000]]);
  });

  test('a response that breaks off in its middle, also on a connection from earlier', async () => {
    let count = 0;
    const { url, seen } = await useServer((_request, response) => {
      if (++count !== 2) return void response.end('{}');
      response.writeHead(200, { 'content-length': 100 });
      response.write('{', () => response.destroy());
    });
    const client = new HttpClient({ urlBase: url });
    const run = testRun();
    await client.request({ url: 'a' }, run.context);
    await client.request({ url: 'b' }, run.context);
    expect([seen.length, run.clock.waits]).toEqual([3, [1000]]);
  });
});

test('P4: a run that is stopped meanwhile sends nothing again', async () => {
  const reason = new Error('SIGTERM');
  const run = testRun();
  let count = 0;
  const { url, seen } = await useServer(({ socket }, response) => {
    if (++count === 1) return void response.end('{}');
    run.abort(reason);
    socket.destroy();
  });
  const client = new HttpClient({ urlBase: url });
  await client.request({ url: 'a' }, run.context);
  expect(await rejectionOf(client.request({ url: 'b' }, run.context))).toBe(reason);
  await vi.waitFor(() => expect(seen).toHaveLength(2));
});
