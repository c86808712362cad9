import { HttpClient, OAuthAuthenticator } from '@headwater/cdk';
import type { Config } from './generated/config.auth-oauth2.ts';

/** The API, and who asks. One client for all streams, so that they share its connections and limits. */
export function createClient(config: Config): HttpClient {
  return new HttpClient({
    urlBase: config.api_url,
    authenticator: new OAuthAuthenticator({
      tokenUrl: `${config.api_url}/oauth/token`,
      clientId: config.client_id,
      clientSecret: config.client_secret,
      refreshToken: config.refresh_token,
    }),
  });
}
