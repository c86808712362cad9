import type { Config } from '../src/generated/config.auth-oauth2.ts';
import type { Route } from './route.ts';

const REFRESH_TOKEN = 'mock-refresh-token';
const ACCESS_TOKEN = 'mock-access-token';

/** The config that reads the API at this address. */
export function configFor(url: string): Config {
  return {
    api_url: url,
    client_id: 'mock-client',
    client_secret: 'mock-client-secret',
    refresh_token: REFRESH_TOKEN,
  };
}

/** Gives an access token for the right refresh token, and refuses requests without it. */
export const authorize: Route = ({ url, headers, body }) => {
  if (url.pathname === '/oauth/token') {
    return new URLSearchParams(body).get('refresh_token') === REFRESH_TOKEN
      ? { body: { access_token: ACCESS_TOKEN, token_type: 'Bearer', expires_in: 3600 } }
      : { status: 400, body: { error: 'invalid_grant' } };
  }
  return headers.authorization === `Bearer ${ACCESS_TOKEN}`
    ? undefined
    : { status: 401, body: { message: 'The access token is not valid' } };
};
