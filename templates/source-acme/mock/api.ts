import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Config } from '../src/generated/config.auth-bearer.ts';
import { authorize, configFor } from './access.auth-bearer.ts';
import { customers } from './customers.ts';
import { notes } from './notes.ts';
import { orders } from './orders.ts';
import { products } from './products.ts';
import type { Route } from './route.ts';

/** Asked in turn. */
const routes: readonly Route[] = [authorize, customers, orders, notes, products];

export interface MockApi {
  /** Reads this API. */
  readonly config: Config;
  /** The path and query of every request so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts a small API that answers as Acme does, with made-up data: for tests, and to try the connector on. */
export async function startMockApi(port = 0): Promise<MockApi> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '/');
    void answer(request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    config: configFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    requests,
    close: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const received = { url, headers: request.headers, body: await text(request) };
  const reply = routes.map((route) => route(received)).find(Boolean);
  const { status = 200, headers, body } = reply ?? { status: 404, body: { message: `There is no ${url.pathname}` } };
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}
