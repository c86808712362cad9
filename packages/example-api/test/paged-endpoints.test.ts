import { expect, test } from 'vitest';

import type { Customer, Product } from '../src/index.ts';
import { useApi } from './use-api.ts';

interface CustomersPage {
  data: Customer[];
  page: number;
  per_page: number;
  total_pages: number;
}

interface ProductsPage {
  items: Product[];
  offset: number;
  limit: number;
  total: number;
}

test('customers are paged by number', async () => {
  const api = await useApi({ size: 250 });
  const pages = await Promise.all([1, 2, 3].map((page) => api.json<CustomersPage>(`/v1/customers?page=${page}`)));
  expect(pages.map(({ page, per_page, total_pages }) => [page, per_page, total_pages])).toEqual([
    [1, 100, 3],
    [2, 100, 3],
    [3, 100, 3],
  ]);
  expect(pages.flatMap(({ data }) => data)).toEqual(
    Array.from({ length: 250 }, (_, i) => api.shop.customers.record(i)),
  );
});

test('customers past the end are an empty page', async () => {
  const api = await useApi({ size: 250 });
  expect(await api.json('/v1/customers?page=9&per_page=50')).toEqual({
    data: [],
    page: 9,
    per_page: 50,
    total_pages: 5,
  });
});

test('products are paged by offset', async () => {
  const api = await useApi({ size: 250 });
  const page = await api.json<ProductsPage>('/v1/products?offset=240&limit=20');
  expect(page).toEqual({
    items: Array.from({ length: 10 }, (_, i) => api.shop.products.record(240 + i)),
    offset: 240,
    limit: 20,
    total: 250,
  });
  expect(await api.json('/v1/products?offset=250')).toEqual({ items: [], offset: 250, limit: 100, total: 250 });
  expect((await api.json<ProductsPage>('/v1/products')).items[0]?.id).toBe('SKU-000001');
});

test('the last page of a thousand million records comes as fast as the first', async () => {
  const api = await useApi({ size: 1_000_000_000 });
  const page = await api.json<ProductsPage>('/v1/products?offset=999999999');
  expect(page.items).toEqual([api.shop.products.record(999_999_999)]);
  const { data } = await api.json<CustomersPage>('/v1/customers?page=1000000000&per_page=1');
  expect(data[0]?.id).toBe(1_000_000_000);
});

test('an empty shop has empty pages', async () => {
  const api = await useApi({ size: 0 });
  expect(await api.json('/v1/customers')).toEqual({ data: [], page: 1, per_page: 100, total_pages: 0 });
  expect(await api.json('/v1/products')).toEqual({ items: [], offset: 0, limit: 100, total: 0 });
  expect(await api.json('/v1/orders')).toEqual({ data: [], next_cursor: null });
  expect(await api.json('/v1/exports')).toEqual({ data: [], next: null });
  expect((await api.get('/v1/orders/1/events')).status).toBe(404);
});
