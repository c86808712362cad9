import { configuredCatalog, inputState, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('the next read asks for what changed since', async () => {
  const api = await useMockApi();
  const options = { config: api.config, catalog: configuredCatalog({ orders: 'incremental' }) };

  const first = await readAll(new AcmeSource(), options);
  expect(first.errors).toEqual([]);
  expect(first.records('orders')).toHaveLength(120);
  expect(first.states('orders').at(-1)).toEqual({ updated_at: '2026-04-30T00:00:00.000Z' });

  const second = await readAll(new AcmeSource(), { ...options, state: first.state });
  expect(second.records('orders')).toMatchObject([{ id: 120 }]);
});

test('a state in the future gives no records, and stays', async () => {
  const api = await useMockApi();
  const result = await readAll(new AcmeSource(), {
    config: api.config,
    catalog: configuredCatalog({ orders: 'incremental' }),
    state: inputState({ orders: { updated_at: '2090-01-01T00:00:00.000Z' } }),
  });
  expect(result.records('orders')).toEqual([]);
  expect(result.states('orders')).toEqual([{ updated_at: '2090-01-01T00:00:00.000Z' }]);
});
