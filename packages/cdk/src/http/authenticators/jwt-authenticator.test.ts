import { expect, test } from 'vitest';
import { testRun } from '../../../test/run-context.ts';
import type { AuthenticatorContext, Credentials } from './authenticator.ts';
import { JwtAuthenticator } from './jwt-authenticator.ts';

const send: AuthenticatorContext['send'] = () => Promise.reject(new Error('Nothing is sent'));

test('A1: sends a JWT that it signed, and signs another before that one expires or when it is refused', async () => {
  const run = testRun();
  const context = { ...run.context, send };
  const authenticator = new JwtAuthenticator({ algorithm: 'HS256', key: 'a-secret', claims: { iss: 'me' } });
  const first = await authenticator.credentials(context);
  expect(first.headers?.['authorization']).toMatch(/^Bearer ey[\w-]+\.[\w-]+\.[\w-]+$/);
  await run.clock.sleep(269_999);
  expect(await authenticator.credentials(context)).toBe(first);
  await run.clock.sleep(1);
  const second = await authenticator.credentials(context);
  expect(second).not.toEqual(first);
  await run.clock.sleep(1000);
  await authenticator.refresh(second, context);
  expect(await authenticator.credentials(context)).not.toEqual(second);
});

test('P12: the key and the tokens are secrets', async () => {
  const run = testRun();
  const authenticator = new JwtAuthenticator({ algorithm: 'HS256', key: 'a-secret', place: { header: 'X-Token' } });
  const { headers, secrets }: Credentials = await authenticator.credentials({ ...run.context, send });
  expect([run.secrets, secrets]).toEqual([['a-secret'], [headers?.['X-Token']]]);
});
