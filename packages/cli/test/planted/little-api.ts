// An API in memory: 25 orders by the time of their last change, in pages of ten by token, and seven tags in pages of three by
// number. The tenth order and the eleventh, on the next page, were changed at the same time.
import type { ApiRequest, ApiResponse } from '../../src/recording/exchange.ts';

export interface Order {
  readonly id: number;
  readonly total: number;
  readonly updated_at: string;
}

export const orders: readonly Order[] = Array.from({ length: 25 }, (_, index) => ({
  id: index + 1,
  total: index * 1.5,
  updated_at: new Date(Date.UTC(2024, 0, index === 10 ? 10 : index + 1)).toISOString(),
}));

export const tags: readonly object[] = Array.from({ length: 7 }, (_, index) => ({
  id: index + 1,
  name: `tag ${index}`,
}));

export function littleApi({ url, headers }: ApiRequest): ApiResponse {
  const { pathname, searchParams: params } = new URL(url);
  if (headers['authorization'] !== 'Bearer right-secret') return json(401, { error: 'wrong token' });
  if (pathname === '/tags') {
    const page = Number(params.get('page') ?? 1);
    return json(200, { items: tags.slice(3 * page - 3, 3 * page) });
  }
  if (pathname !== '/orders') return json(404, { error: 'not found' });
  const since = params.get('since') ?? '';
  const start = Number(params.get('cursor')?.replace(/\D+/, '') || 0);
  const found = orders.filter(({ updated_at: at }) => at >= since);
  const next = start + 10 < found.length ? `after${start + 10}` : null;
  return json(200, { data: found.slice(start, start + 10), next });
}

function json(status: number, value: object): ApiResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
}
