import { expect, test } from 'vitest';

import type { StockItem, Store } from '../src/index.ts';
import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

async function readAll<T>(api: TestApi, path: string): Promise<T[]> {
  const records: T[] = [];
  for (let page = 1; ; page++) {
    const { data } = await api.json<{ data: T[] }>(`${path}${path.includes('?') ? '&' : '?'}page=${page}`);
    if (data.length === 0) return records;
    records.push(...data);
  }
}

const stockOf = (api: TestApi, store: number): StockItem[] =>
  Array.from({ length: api.shop.stock.count(store) }, (_, nth) => api.shop.stock.record(store, nth));

test('there is a store for each 25 orders', async () => {
  const api = await useApi({ size: 260 });
  const stores = await readAll<Store>(api, '/v1/stores?per_page=4');
  expect(stores).toEqual(Array.from({ length: 11 }, (_, index) => api.shop.stores.record(index)));
});

test('each store has a stock of its own, some have none', async () => {
  const api = await useApi({ size: 2500 });
  const counts: number[] = [];
  for (let store = 0; store < api.shop.stores.count; store++) {
    const items = await readAll<StockItem>(api, `/v1/stores/store-${store + 1}/stock?per_page=15`);
    expect(items).toEqual(stockOf(api, store));
    counts.push(items.length);
  }
  expect(Math.min(...counts)).toBe(0);
  expect(Math.max(...counts)).toBe(40);
});

test('a stock comes by updated_at, between bounds, and a page of ten ends between items of the same second', async () => {
  const api = await useApi({ size: 2500 });
  const store = Array.from({ length: 100 }, (_, index) => index).find((index) => api.shop.stock.count(index) > 20) ?? 0;
  const items = stockOf(api, store);
  expect(items.map(({ updated_at: at }) => at)).toEqual(items.map(({ updated_at: at }) => at).toSorted());
  expect(items[9]?.updated_at).toBe(items[10]?.updated_at);
  const since = items[10]?.updated_at ?? '';
  const path = `/v1/stores/store-${store + 1}/stock`;
  expect(await readAll(api, `${path}?updated_since=${since}`)).toEqual(items.slice(8));
  expect(await readAll(api, `${path}?updated_after=${since}`)).toEqual(items.slice(12));
  expect(await readAll(api, `${path}?updated_until=${since}`)).toEqual(items.slice(0, 12));
});

test.each(['store-0', 'store-3', 'store-01', 'x'])('there is no store "%s" in a shop of two', async (id) => {
  const api = await useApi({ size: 50 });
  const response = await api.get(`/v1/stores/${id}/stock`);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: { code: 'not_found', message: `There is no store "${id}"` } });
});
