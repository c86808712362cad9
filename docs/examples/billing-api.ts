// A small server for the invoice connectors of this folder: two invoices a page, oldest change first, and their lines. It
// gives its token for a refresh token too, and another refresh token with it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Invoice, InvoiceLine } from './types.ts';

export const token = 'billing-token-1';

export const invoices: readonly Invoice[] = [
  { id: 'in_1', total: 10, updated_at: '2026-03-01T08:00:00Z' },
  { id: 'in_2', total: 20, updated_at: '2026-03-02T08:00:00Z' },
  { id: 'in_3', total: 30, updated_at: '2026-03-03T08:00:00Z' },
  { id: 'in_4', total: 40, updated_at: '2026-03-04T08:00:00Z' },
  { id: 'in_5', total: 50, updated_at: '2026-03-04T08:00:00Z' },
];

export function linesOf(invoiceId: string): InvoiceLine[] {
  return [1, 2].map((line) => ({ id: `${invoiceId}_${line}`, invoice_id: invoiceId, amount: 5 * line }));
}

export interface BillingApi {
  /** What a connector's config has as `url`. */
  readonly url: string;
  /** Paths with their queries, in the order they were asked for. */
  readonly requests: readonly string[];
}

/**
 * Starts it on a free port of 127.0.0.1, until the test that calls this is over.
 *
 * @param answer The status of each request, by its number from 1 on.
 */
export async function startBillingApi(answer: (requestNumber: number) => number = () => 200): Promise<BillingApi> {
  const requests: string[] = [];
  let refreshTokens = 1;
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname === '/v1/oauth/token') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const next = `refresh-token-${++refreshTokens}`;
      response.end(JSON.stringify({ access_token: token, expires_in: 3600, refresh_token: next }));
      return;
    }
    const status = request.headers.authorization === `Bearer ${token}` ? answer(requests.length) : 401;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? bodyOf(url) : { error: { message: `Status ${status}` } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, requests };
}

function bodyOf({ pathname, searchParams }: URL): unknown {
  const [, invoiceId] = /^\/v1\/invoices\/([^/]+)\/lines$/.exec(pathname) ?? [];
  if (invoiceId !== undefined) return linesOf(invoiceId);
  const since = searchParams.get('updated_since') ?? '';
  const found = invoices.filter((invoice) => invoice.updated_at >= since);
  const offset = Number(searchParams.get('cursor') ?? 0);
  const next = offset + 2 < found.length ? String(offset + 2) : null;
  return { data: found.slice(offset, offset + 2), next_cursor: next };
}
