import type { Config } from '../src/generated/config.auth-bearer.ts';
import type { Route } from './route.ts';

const API_TOKEN = 'mock-token';

/** The config that reads the API at this address. */
export function configFor(url: string): Config {
  return { api_url: url, api_token: API_TOKEN };
}

/** Refuses requests without the right token. */
export const authorize: Route = ({ headers }) =>
  headers.authorization === `Bearer ${API_TOKEN}`
    ? undefined
    : { status: 401, body: { message: 'The token is not valid' } };
