import type { Order } from '../src/generated/orders.ts';
import { listPage } from './list-page.paging-token.ts';
import type { Route } from './route.ts';

/** Oldest change first. */
const records = Array.from({ length: 120 }, (_, index): Order => {
  const id = index + 1;
  return {
    id,
    status: id % 3 === 0 ? 'paid' : 'open',
    total: id * 1.5,
    updated_at: new Date(Date.UTC(2026, 0, id)).toISOString(),
  };
});

export const orders: Route = ({ url }) => {
  if (url.pathname !== '/orders') return undefined;
  const since = url.searchParams.get('updated_since') ?? '';
  return listPage(
    records.filter((order) => order.updated_at >= since),
    url,
  );
};
