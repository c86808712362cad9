import type { Product } from '../src/generated/products.ts';
import type { Route } from './route.ts';

const records = Array.from({ length: 120 }, (_, index): Product => ({
  id: `p${index + 1}`,
  title: `Product ${index + 1}`,
  price: (index + 1) * 2.25,
}));

/** Knows one query, that of the stream: it looks at the variables only. */
export const products: Route = ({ url, body }) => {
  if (url.pathname !== '/graphql') return undefined;
  const { variables } = JSON.parse(body) as { variables: { first: number; after?: string } };
  const start = Number(variables.after ?? 0);
  const end = start + variables.first;
  const pageInfo = { hasNextPage: end < records.length, endCursor: String(end) };
  return { body: { data: { products: { nodes: records.slice(start, end), pageInfo } } } };
};
