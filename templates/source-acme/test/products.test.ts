import { configuredCatalog, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('reads every product by the cursors of the query', async () => {
  const api = await useMockApi();
  const catalog = configuredCatalog({ products: 'full_refresh' });
  const result = await readAll(new AcmeSource(), { config: api.config, catalog });
  expect(result.errors).toEqual([]);
  expect(result.records('products')).toHaveLength(120);
  expect(api.requests.filter((path) => path === '/graphql')).toHaveLength(3);
});
