import { expect, test } from 'vitest';

import type { ExampleApiOptions, Order } from '../src/index.ts';
import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

interface OrdersPage {
  data: Order[];
  next_cursor: string | null;
}

const NOW = Date.parse('2026-02-03T04:05:06.789Z');

function useChangingApi(options: ExampleApiOptions = {}): Promise<TestApi> {
  return useApi({ size: 50, churn: { every: Infinity }, now: () => NOW, ...options });
}

const page = (api: TestApi, query: string): Promise<OrdersPage> => api.json(`/v1/orders?${query}`);
const ids = ({ data }: OrdersPage): number[] => data.map(({ id }) => id);
const all = (api: TestApi): Order[] => Array.from({ length: api.shop.size }, (_, i) => api.shop.orders.record(i));

async function readAll(api: TestApi, query: string): Promise<Order[]> {
  const orders: Order[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data, next_cursor: next } = await page(api, `${query}${cursor && `&cursor=${cursor}`}`);
    orders.push(...data);
    cursor = next;
  }
  return orders;
}

test('as long as nothing changes it lists what a shop without churn does', async () => {
  const [changing, still] = [await useChangingApi(), await useApi({ size: 50 })];
  const bounds = `updated_after=${all(still)[8]?.updated_at}&updated_until=${all(still)[40]?.updated_at}`;
  for (const query of ['sort=asc', 'sort=desc', `sort=asc&${bounds}`, `sort=desc&${bounds}`]) {
    expect(await readAll(changing, `limit=7&${query}`)).toEqual(await readAll(still, `limit=7&${query}`));
  }
  const unsorted = await readAll(changing, 'limit=7&sort=unsorted');
  expect(unsorted).not.toEqual(all(still));
  expect(unsorted.toSorted((a, b) => a.id - b.id)).toEqual(all(still));
});

test('an order that changes gets the time of the API, and comes last', async () => {
  const api = await useChangingApi();
  const before = api.shop.orders.record(3);
  api.touchOrders(3);
  const after = { ...before, updated_at: '2026-02-03T04:05:06Z' };
  expect(api.shop.orders.record(3)).toEqual(after);
  expect((await readAll(api, 'limit=20')).at(-1)).toEqual(after);
  expect((await page(api, 'limit=20&sort=desc')).data[0]).toEqual(after);
  expect((await page(api, `updated_since=${after.updated_at}`)).data).toEqual([after]);
  expect((await page(api, `updated_after=${after.updated_at}`)).data).toEqual([]);
});

test('between two pages, only what changed moves', async () => {
  const api = await useChangingApi();
  const first = await page(api, 'limit=20');
  // The last order given, one that was given before, and the one that would come next.
  api.touchOrders(19, 4, 20);
  const second = await page(api, `limit=20&cursor=${first.next_cursor}`);
  const third = await page(api, `limit=20&cursor=${second.next_cursor}`);
  expect(ids(second)).toEqual(Array.from({ length: 20 }, (_, nth) => 22 + nth));
  expect(ids(third)).toEqual([42, 43, 44, 45, 46, 47, 48, 49, 50, 5, 20, 21]);
});

test('newest first, what changes after the first page is not seen any more', async () => {
  const api = await useChangingApi();
  const first = await page(api, 'limit=40&sort=desc');
  api.touchOrders(2);
  const second = await page(api, `limit=40&sort=desc&cursor=${first.next_cursor}`);
  expect(ids(second)).toEqual([10, 9, 8, 7, 6, 5, 4, 2, 1]);
});

test('with churn, orders change after every so many requests, the same ones for the same seed', async () => {
  const changed = async (seed: number): Promise<number[]> => {
    const api = await useChangingApi({ seed, churn: { every: 2, orders: 4 } });
    for (let request = 0; request < 7; request++) await api.get('/v1/status');
    return all(api).flatMap(({ id, updated_at: at }) => (at.startsWith('2026') ? [id] : []));
  };
  const ofOne = await changed(1);
  expect(ofOne.length).toBeGreaterThan(8);
  expect(ofOne.length).toBeLessThanOrEqual(12);
  expect(await changed(1)).toEqual(ofOne);
  expect(await changed(2)).not.toEqual(ofOne);
});

test('churn stops when it is told to', async () => {
  const api = await useChangingApi({ churn: { every: 1 } });
  await api.get('/v1/status');
  api.stopChurn();
  const before = all(api);
  await api.get('/v1/status');
  expect(all(api)).toEqual(before);
});

test('the Date header is that of the API’s own clock', async () => {
  const api = await useChangingApi();
  expect((await api.get('/v1/status')).headers.get('date')).toBe('Tue, 03 Feb 2026 04:05:06 GMT');
});

test('a page that was kept is not given after a change', async () => {
  const api = await useChangingApi({ pageCacheBytes: 1_000_000 });
  await page(api, 'limit=50');
  api.touchOrders(0);
  expect((await page(api, 'limit=50')).data.at(-1)?.id).toBe(1);
});

test('refuses a cursor of its own that was altered', async () => {
  const api = await useChangingApi();
  expect((await api.get('/v1/orders?cursor=YXNjOjE')).status).toBe(400);
});

test.each([
  [{ churn: { every: 0 } }, '"every" of churn must be a positive integer, got 0'],
  [{ churn: { every: 1, orders: 1.5 } }, '"orders" of churn must be a positive integer, got 1.5'],
  [{ churn: { every: 1 }, size: 100_001 }, '"size" of an API with churn must be at most 100000, got 100001'],
])('refuses to start with %j', async (options, message) => {
  await expect(useApi(options)).rejects.toThrow(new RangeError(message));
});

test('orders of an API without churn never change', async () => {
  const api = await useApi();
  expect(() => api.touchOrders(1)).toThrow('Orders change only when the API is started with "churn"');
});
