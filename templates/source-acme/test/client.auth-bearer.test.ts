import { configuredCatalog, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('a wrong token is an error of the config, and is not shown', async () => {
  const api = await useMockApi();
  const config = { ...api.config, api_token: 'wrong-token' };
  const result = await readAll(new AcmeSource(), { config, catalog: configuredCatalog({ customers: 'full_refresh' }) });
  expect(result.errors).toMatchObject([
    { failure_type: 'config_error', message: expect.stringContaining('The token is not valid') },
  ]);
  expect(JSON.stringify(result.messages)).not.toContain('wrong-token');
});
