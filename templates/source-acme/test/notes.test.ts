import { configuredCatalog, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('reads the notes of every customer', async () => {
  const api = await useMockApi();
  const catalog = configuredCatalog({ notes: 'full_refresh' });
  const result = await readAll(new AcmeSource(), { config: api.config, catalog });
  expect(result.errors).toEqual([]);
  expect(result.records('notes')).toHaveLength(80);
  expect(result.records('notes')[0]).toEqual({ id: 31, customer_id: 3, text: 'Note 1' });
});
