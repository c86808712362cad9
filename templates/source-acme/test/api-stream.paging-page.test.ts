import { configuredCatalog, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('asks for page 1, 2, 3, and stops at a short one', async () => {
  const api = await useMockApi();
  const catalog = configuredCatalog({ customers: 'full_refresh' });
  await readAll(new AcmeSource(), { config: api.config, catalog });
  expect(api.requests.filter((path) => path.startsWith('/customers'))).toEqual([
    '/customers?page=1&per_page=50',
    '/customers?page=2&per_page=50',
    '/customers?page=3&per_page=50',
  ]);
});
