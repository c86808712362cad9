import { type ExampleApi, type FaultRule, startExampleApi } from '@headwater/example-api';
import { AsyncJobs, HttpClient } from '@headwater/cdk';
import { configuredCatalog, inputState, readAll, TestClock } from '@headwater/cdk/testing';
import { expect, onTestFinished, test } from 'vitest';
import { makePrices, type Order, ShopExports } from './shop-exports.ts';

async function useShop(...faults: FaultRule[]): Promise<ExampleApi> {
  const api = await startExampleApi({ size: 250, faults });
  onTestFinished(() => api.close());
  return api;
}

test('exports customers from several files', async () => {
  const api = await useShop();
  const { url, token } = api;
  const catalog = configuredCatalog({ customers: 'full_refresh' });
  const result = await readAll(new ShopExports(), { config: { url, token }, catalog, clock: new TestClock() });
  expect(result.errors).toEqual([]);
  expect(result.records('customers')).toEqual(
    Array.from({ length: 250 }, (_, index) => api.shop.customers.record(index)),
  );
});

test('exports the orders that have changed since the state', async () => {
  const api = await useShop();
  const { url, token } = api;
  const since = api.shop.orders.record(200).updated_at;
  const result = await readAll(new ShopExports(), {
    config: { url, token },
    catalog: configuredCatalog({ orders: 'incremental' }),
    state: inputState({ orders: { updated_at: since } }),
    clock: new TestClock(),
  });
  const orders = result.records<Order>('orders');
  expect([orders[0]?.updated_at, orders.at(-1)?.id]).toEqual([since, 250]);
  expect(result.states('orders')).toEqual([{ updated_at: orders.at(-1)?.updated_at }]);
});

// #region test
test('a job that fails is created again', async () => {
  const api = await useShop({ path: /export-jobs$/, fault: { kind: 'jobFails' } });
  const { url, token } = api;
  const clock = new TestClock();
  const catalog = configuredCatalog({ orders: 'full_refresh' });
  const result = await readAll(new ShopExports(), { config: { url, token }, catalog, clock });
  expect(result.records('orders')).toHaveLength(250);
  expect(clock.waits).toEqual([2000, 3000, 2000, 3000]);
  expect(result.logs('WARN')).toEqual([
    'Job "job_1" of stream "orders" ended as "failed" after 5 s: The export ran out of disk space. ' +
      'Creating it again, attempt 2 of 3',
  ]);
});
// #endregion

test('results of any kind can be parsed by hand', () => {
  const jobs = new AsyncJobs(new HttpClient(), {
    poll: ({ id }) => ({ url: id }),
    statuses: { running: [], done: [], failed: [] },
    results: 'url',
  });
  const response = { text: () => 'A|1.50\nB|2.00\n' } as Parameters<ReturnType<typeof makePrices>['parseResponse']>[0];
  expect([...makePrices(jobs).parseResponse(response)]).toEqual([
    { sku: 'A', price: '1.50' },
    { sku: 'B', price: '2.00' },
  ]);
});
