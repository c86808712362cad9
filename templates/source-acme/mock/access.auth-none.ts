import type { Config } from '../src/generated/config.auth-none.ts';

/** The config that reads the API at this address. */
export function configFor(url: string): Config {
  return { api_url: url };
}
