import { BasicAuthenticator, HttpClient } from '@headwater/cdk';
import type { Config } from './generated/config.auth-basic.ts';

/** The API, and who asks. One client for all streams, so that they share its connections and limits. */
export function createClient(config: Config): HttpClient {
  return new HttpClient({
    urlBase: config.api_url,
    authenticator: new BasicAuthenticator({ username: config.username, password: config.password }),
  });
}
