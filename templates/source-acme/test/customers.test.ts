import { configuredCatalog, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('reads every customer, as the schema has them', async () => {
  const api = await useMockApi();
  const catalog = configuredCatalog({ customers: 'full_refresh' });
  const result = await readAll(new AcmeSource(), { config: api.config, catalog });
  expect(result.errors).toEqual([]);
  expect(result.logs('WARN')).toEqual([]);
  expect(result.records('customers').map(({ id }) => id)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
});
