import type { Config } from '../src/generated/config.auth-basic.ts';
import type { Route } from './route.ts';

const USERNAME = 'mock-user';
const PASSWORD = 'mock-password';

/** The config that reads the API at this address. */
export function configFor(url: string): Config {
  return { api_url: url, username: USERNAME, password: PASSWORD };
}

/** Refuses requests without the right user name and password. */
export const authorize: Route = ({ headers }) =>
  headers.authorization === `Basic ${Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64')}`
    ? undefined
    : { status: 401, body: { message: 'The user name or the password is wrong' } };
