import { configuredCatalog, readAll } from '@headwater/cdk/testing';
import { expect, test } from 'vitest';
import { AcmeSource } from '../src/source.ts';
import { useMockApi } from './use-mock-api.ts';

test('a wrong password is an error of the config, and is not shown', async () => {
  const api = await useMockApi();
  const config = { ...api.config, password: 'wrong-password' };
  const result = await readAll(new AcmeSource(), { config, catalog: configuredCatalog({ customers: 'full_refresh' }) });
  expect(result.errors).toMatchObject([
    { failure_type: 'config_error', message: expect.stringContaining('The user name or the password is wrong') },
  ]);
  expect(JSON.stringify(result.messages)).not.toContain('wrong-password');
});
