import type { Customer } from '../src/generated/customers.ts';
import { listPage } from './list-page.paging-token.ts';
import type { Route } from './route.ts';

const records = Array.from({ length: 120 }, (_, index): Customer => {
  const id = index + 1;
  return {
    id,
    name: `Customer ${id}`,
    email: id % 10 === 0 ? null : `customer-${id}@example.com`,
    created_at: new Date(Date.UTC(2026, 0, id)).toISOString(),
  };
});

export const customers: Route = ({ url }) => (url.pathname === '/customers' ? listPage(records, url) : undefined);
