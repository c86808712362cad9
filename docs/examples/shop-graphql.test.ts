import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { configuredCatalog, inputState, readAll, type ReadResult, TestClock } from '@headwater/cdk/testing';
import { expect, onTestFinished, test } from 'vitest';
import { type Order, ShopGraphql } from './shop-graphql.ts';

async function useShop(): Promise<ExampleApi> {
  const api = await startExampleApi({ size: 250 });
  onTestFinished(() => api.close());
  return api;
}

function read(
  api: ExampleApi,
  stream: string,
  options: Partial<Parameters<typeof readAll>[1]> = {},
): Promise<ReadResult> {
  const { url, token } = api;
  const catalog = configuredCatalog({ [stream]: 'full_refresh' });
  return readAll(new ShopGraphql(), { config: { url, token }, catalog, clock: new TestClock(), ...options });
}

const indexes = Array.from({ length: 250 }, (_, index) => index);

test('reads orders by the cursor of their connection', async () => {
  const api = await useShop();
  const result = await read(api, 'orders');
  const { id, total, updated_at } = api.shop.orders.record(249);
  expect(result.errors).toEqual([]);
  expect(result.records('orders')).toHaveLength(250);
  expect(result.records('orders').at(-1)).toEqual({ id, total, updated_at });
  expect(api.requests).toHaveLength(3);
});

test('reads what has changed since the state', async () => {
  const api = await useShop();
  const since = api.shop.orders.record(200).updated_at;
  const result = await read(api, 'changed_orders', {
    catalog: configuredCatalog({ changed_orders: 'incremental' }),
    state: inputState({ changed_orders: { updated_at: since } }),
  });
  expect(result.records<Order>('changed_orders').map(({ id }) => id)).toEqual(
    indexes
      .map((index) => api.shop.orders.record(index))
      .filter(({ updated_at }) => updated_at >= since)
      .map(({ id }) => id),
  );
});

test('reads the events of every order, and products by offset', async () => {
  const api = await useShop();
  const events = await read(api, 'order_events');
  expect(events.records('order_events')).toHaveLength(
    indexes.reduce((sum, index) => sum + api.shop.orderEvents.count(index), 0),
  );
  expect((await read(api, 'products')).records('products')).toHaveLength(250);
});

// #region test
test('waits for a quota that is used up', async () => {
  const api = await useShop();
  const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
  api.faults.add({ from: 2, fault: { kind: 'status', status: 200, body: { errors } } });
  const result = await read(api, 'orders');
  expect(result.records('orders')).toHaveLength(250);
  expect(result.logs('WARN')).toEqual([
    `Request failed although its status is 200 OK: POST ${api.url}/v1/graphql. The API says: "Throttled" (THROTTLED). ` +
      'Waiting 1 s, then try 2 of 6',
  ]);
});
// #endregion
