import { expect, test } from 'vitest';

import type { Order } from '../src/index.ts';
import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

interface OrdersPage {
  data: Order[];
  next_cursor: string | null;
}

async function readAll(api: TestApi, query: string): Promise<Order[][]> {
  const pages: Order[][] = [];
  let cursor: string | null = null;
  do {
    const page: OrdersPage = await api.json(`/v1/orders?${query}${cursor === null ? '' : `&cursor=${cursor}`}`);
    pages.push(page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return pages;
}

const all = (api: TestApi): Order[] => Array.from({ length: api.shop.size }, (_, i) => api.shop.orders.record(i));

test('orders are read by cursor, each once, by updated_at and then id', async () => {
  const api = await useApi({ size: 250 });
  const pages = await readAll(api, 'limit=100');
  expect(pages.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(pages.flat()).toEqual(all(api));
  const keys = pages.flat().map(({ updated_at, id }) => `${updated_at} ${String(id).padStart(9, '0')}`);
  expect(keys).toEqual([...keys].sort());
});

test('a page bound falls between orders of the same second', async () => {
  const api = await useApi({ size: 300 });
  for (const limit of [10, 50, 100]) {
    const [first = [], second = []] = await readAll(api, `limit=${limit}`);
    expect(second[0]?.updated_at).toBe(first.at(-1)?.updated_at);
  }
});

test('sort=desc is the same listing backwards', async () => {
  const api = await useApi({ size: 50 });
  expect((await readAll(api, 'limit=20&sort=desc')).flat()).toEqual(all(api).reverse());
});

test('sort=unsorted is the same orders in no order', async () => {
  const api = await useApi({ size: 50 });
  const orders = (await readAll(api, 'limit=20&sort=unsorted')).flat();
  expect(orders).not.toEqual(all(api));
  expect(orders.toSorted((a, b) => a.id - b.id)).toEqual(all(api));
});

test('updated_after leaves its bound out, updated_until keeps it', async () => {
  const api = await useApi({ size: 50 });
  // Two orders share a second here, and two more do there.
  const [after, until] = [api.shop.orders.record(8).updated_at, api.shop.orders.record(18).updated_at];
  const expected = all(api).filter(({ updated_at: at }) => at > after && at <= until);
  for (const sort of ['asc', 'desc', 'unsorted']) {
    const orders = (await readAll(api, `limit=4&sort=${sort}&updated_after=${after}&updated_until=${until}`)).flat();
    expect(orders.toSorted((a, b) => a.id - b.id)).toEqual(expected);
  }
});

test('windows that follow each other hold every order once', async () => {
  const api = await useApi({ size: 50 });
  const bounds = [5, 18, 31, 49].map((index) => api.shop.orders.record(index).updated_at);
  const windows = bounds.map(
    (until, nth) => `${nth === 0 ? '' : `updated_after=${bounds[nth - 1]}&`}updated_until=${until}`,
  );
  const orders = await Promise.all(windows.map((window) => readAll(api, `limit=7&${window}`)));
  expect(orders.flat(2)).toEqual(all(api));
});

test.each(['asc', 'desc'])('updated_since is an inclusive bound, sorted %s', async (sort) => {
  const api = await useApi({ size: 50 });
  const since = api.shop.orders.record(20).updated_at;
  const expected = all(api).filter(({ updated_at }) => updated_at >= since);
  expect(expected.length).toBeGreaterThan(30);
  const orders = (await readAll(api, `limit=7&sort=${sort}&updated_since=${since}`)).flat();
  expect(sort === 'asc' ? orders : orders.reverse()).toEqual(expected);
});

test.each([
  ['2024-01-01', 50],
  ['2023-01-01T00:00:00+02:00', 50],
  ['2030-01-01T00:00:00Z', 0],
])('updated_since=%s gives %i of 50 orders', async (since, count) => {
  const api = await useApi({ size: 50 });
  expect((await readAll(api, `updated_since=${encodeURIComponent(since)}`)).flat()).toHaveLength(count);
});

test('a fraction of a second after an order leaves it out', async () => {
  const api = await useApi({ size: 50 });
  const last = api.shop.orders.record(49).updated_at;
  expect((await readAll(api, `updated_since=${last}`)).flat()).toContainEqual(api.shop.orders.record(49));
  expect((await readAll(api, `updated_since=${last.replace('Z', '.001Z')}`)).flat()).toEqual([]);
});

test('a cursor carries its listing: sort and updated_since beside it change nothing', async () => {
  const api = await useApi({ size: 50 });
  const first = await api.json<OrdersPage>('/v1/orders?limit=10&sort=desc');
  const path = `/v1/orders?limit=10&cursor=${first.next_cursor}`;
  const second = await api.json<OrdersPage>(path);
  expect(second.data.map(({ id }) => id)).toEqual([40, 39, 38, 37, 36, 35, 34, 33, 32, 31]);
  expect(await api.json(`${path}&sort=asc&updated_since=2030-01-01`)).toEqual(second);
});

test.each([
  ['limit=1001', '"limit" must be an integer from 1 to 1000, got "1001"'],
  ['limit=0', '"limit" must be an integer from 1 to 1000, got "0"'],
  ['sort=up', '"sort" must be "asc", "desc" or "unsorted", got "up"'],
  ['updated_until=now', '"updated_until" must be an ISO 8601 time, got "now"'],
  ['updated_since=yesterday', '"updated_since" must be an ISO 8601 time, got "yesterday"'],
  ['cursor=abc', '"cursor" is not a cursor of this API, got "abc"'],
])('refuses %s with 400', async (query, message) => {
  const api = await useApi({ size: 1 });
  const response = await api.get(`/v1/orders?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: { code: 'bad_parameter', message } });
});
