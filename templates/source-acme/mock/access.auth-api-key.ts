import type { Config } from '../src/generated/config.auth-api-key.ts';
import type { Route } from './route.ts';

const API_KEY = 'mock-key';

/** The config that reads the API at this address. */
export function configFor(url: string): Config {
  return { api_url: url, api_key: API_KEY };
}

/** Refuses requests without the right key. */
export const authorize: Route = ({ headers }) =>
  headers['x-api-key'] === API_KEY ? undefined : { status: 401, body: { message: 'The API key is not valid' } };
