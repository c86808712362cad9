import { expect, test } from 'vitest';
import { thrownBy } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { ApiKeyAuthenticator } from './api-key-authenticator.ts';
import { BearerAuthenticator } from './bearer-authenticator.ts';
import { selectAuthenticator } from './select-authenticator.ts';

type Credentials =
  { readonly auth_type: 'token'; readonly token: string } | { readonly auth_type: 'api_key'; readonly key: string };

const select = (credentials: Credentials) =>
  selectAuthenticator(credentials, 'auth_type', {
    token: ({ token }) => new BearerAuthenticator(token),
    api_key: ({ key }) => new ApiKeyAuthenticator(key, { param: 'key' }),
  });

test('A1: the field of the config decides', () => {
  expect(select({ auth_type: 'token', token: 'tok-1' })).toBeInstanceOf(BearerAuthenticator);
  expect(select({ auth_type: 'api_key', key: 'key-1' })).toBeInstanceOf(ApiKeyAuthenticator);
});

test.each(['oauth', 'toString', undefined])('F: %j is none of them', (kind) => {
  const error = thrownBy(() => select({ auth_type: kind, token: 'tok-1' } as never));
  expect(error).toBeInstanceOf(ConfigError);
  expect(error.message).toMatch(/^"auth_type" must be one of "token", "api_key", got (?:"oauth"|"toString"|nothing)$/);
});
