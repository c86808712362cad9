import type { Authenticator, Credentials } from './authenticator.ts';
import { credentialsAt } from './credential-place.ts';

/**
 * Sends `Authorization: Bearer <token>`.
 *
 * @example new HttpClient({ authenticator: new BearerAuthenticator(config.api_token) })
 * @see RFC 6750
 */
export class BearerAuthenticator implements Authenticator {
  readonly #credentials: Credentials;

  /** @param scheme The word before the token, for APIs with one of their own: `Token`. @default 'Bearer' */
  constructor(token: string, scheme = 'Bearer') {
    this.#credentials = credentialsAt({ header: 'authorization', scheme }, token);
  }

  credentials(): Credentials {
    return this.#credentials;
  }
}
