import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Exchange } from '../exchange.ts';
import { type Mock, startMock } from './start-mock.ts';

const API = 'https://api.example.com';

function exchange(url: string, answer: object, link?: string): Exchange {
  const headers = { 'content-type': 'application/json', ...(link !== undefined && { link }) };
  return {
    request: { method: 'GET', url, headers: {}, body: Buffer.alloc(0) },
    response: { status: 200, headers, body: Buffer.from(JSON.stringify(answer)) },
  };
}

async function useMock(...exchanges: Exchange[]): Promise<Mock & { missing: string[] }> {
  const missing: string[] = [];
  const mock = await startMock(
    { exchanges },
    { port: 0, onRequest: (_request, reason) => void (reason === undefined || missing.push(reason)) },
  );
  onTestFinished(() => mock.close());
  return { ...mock, missing };
}

test('links of the API lead to the mock, in bodies and headers', async () => {
  const mock = await useMock(
    exchange(`${API}/v1/orders?page=1`, { next: `${API}/v1/orders?page=2` }, `<${API}/v1/orders?page=2>; rel="next"`),
    exchange(`${API}/v1/orders?page=2`, { next: null }),
  );
  const first = await fetch(`${mock.url}/v1/orders?page=1`);
  expect(first.headers.get('link')).toBe(`<${mock.url}/v1/orders?page=2>; rel="next"`);
  const { next } = (await first.json()) as { next: string };
  expect(next).toBe(`${mock.url}/v1/orders?page=2`);
  expect(await (await fetch(next)).json()).toEqual({ next: null });
});

test('of several hosts each path is served', async () => {
  const mock = await useMock(
    exchange(`${API}/orders`, { of: 'api' }),
    exchange('http://login.example.com/token', { of: 'login' }),
  );
  const answers = await Promise.all(['/orders', '/token'].map(async (path) => (await fetch(mock.url + path)).json()));
  expect(answers).toEqual([{ of: 'api' }, { of: 'login' }]);
});

test('what was not recorded is a 404 that says so', async () => {
  const mock = await useMock(exchange(`${API}/orders`, {}));
  const response = await fetch(`${mock.url}/carts`);
  const reason = `No recording for GET ${API}/carts: nothing of that path was recorded`;
  expect([response.status, await response.json()]).toEqual([404, { error: { message: reason } }]);
  expect(mock.missing).toEqual([reason]);
});

test('a port that is taken is named', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  await expect(startMock({ exchanges: [] }, { port, onRequest: () => {} })).rejects.toThrow(
    `The mock cannot listen on port ${port}: it is taken`,
  );
});
