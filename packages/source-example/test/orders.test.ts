import { BearerAuthenticator, HttpClient } from '@headwater/cdk';
import { configuredCatalog, inputState, readAll, TestClock } from '@headwater/cdk/testing';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExampleSource } from '../src/example-source.ts';
import { Orders } from '../src/streams/orders.ts';

const config = { api_url: 'https://shop.example.com/v1', api_token: 'secret-token', page_size: 2 };
const catalog = configuredCatalog({ orders: 'incremental' });
const api = () =>
  nock('https://shop.example.com', {
    reqheaders: { authorization: 'Bearer secret-token', accept: 'application/json' },
  });

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

test('follows the cursor and keeps its parameters on every page', async () => {
  const first = { updated_since: '2024-01-01', sort: 'asc', limit: '2' };
  api()
    .get('/v1/orders')
    .query(first)
    .reply(200, { data: [{ id: 1, updated_at: '2025-01-01T00:00:00Z' }], next_cursor: 'abc' });
  api()
    .get('/v1/orders')
    .query({ ...first, cursor: 'abc' })
    .reply(200, { data: [{ id: 2, updated_at: '2025-01-02T00:00:00Z' }], next_cursor: null });
  const result = await readAll(new ExampleSource(), { config, catalog });
  expect(result.records()).toEqual([
    { id: 1, updated_at: '2025-01-01T00:00:00Z' },
    { id: 2, updated_at: '2025-01-02T00:00:00Z' },
  ]);
  expect(result.states('orders')).toEqual([
    { updated_at: '2025-01-01T00:00:00Z' },
    { updated_at: '2025-01-02T00:00:00Z' },
  ]);
});

test('asks for what changed since the state', async () => {
  api()
    .get('/v1/orders')
    .query(({ updated_since: since }) => since === '2025-06-01T00:00:00Z')
    .reply(200, { data: [], next_cursor: null });
  const state = inputState({ orders: { updated_at: '2025-06-01T00:00:00Z' } });
  expect((await readAll(new ExampleSource(), { config, catalog, state })).succeeded).toBe(true);
});

test('waits as long as the API asks, without a test having to', async () => {
  const clock = new TestClock();
  api().get('/v1/orders').query(true).reply(429, {}, { 'Retry-After': '7' });
  api().get('/v1/orders').query(true).reply(200, { data: [], next_cursor: null });
  const result = await readAll(new ExampleSource(), { config, catalog, clock });
  expect(clock.waits).toEqual([7000]);
  expect(result.succeeded).toBe(true);
});

test('a start date in the config is where the first read starts', () => {
  const client = new HttpClient({ urlBase: config.api_url, authenticator: new BearerAuthenticator('secret-token') });
  const orders = new Orders(client, { ...config, start_date: '2025-03-01' });
  expect(orders.requestParams({ state: {} } as Parameters<Orders['requestParams']>[0])).toEqual({
    updated_since: '2025-03-01',
    sort: 'asc',
  });
});
