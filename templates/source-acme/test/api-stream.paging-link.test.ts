import { configuredCatalog, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('follows the links to the next page', async () => {
  const api = await useMockApi();
  const catalog = configuredCatalog({ customers: 'full_refresh' });
  await readAll(new AcmeSource(), { config: api.config, catalog });
  expect(api.requests.filter((path) => path.startsWith('/customers'))).toEqual([
    '/customers?per_page=50',
    '/customers?per_page=50&page=2',
    '/customers?per_page=50&page=3',
  ]);
});
