import { configuredCatalog, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('asks once', async () => {
  const api = await useMockApi();
  const catalog = configuredCatalog({ customers: 'full_refresh' });
  await readAll(new AcmeSource(), { config: api.config, catalog });
  expect(api.requests.filter((path) => path.startsWith('/customers'))).toEqual(['/customers']);
});
