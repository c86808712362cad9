import type { Authenticator, Credentials } from './authenticator.ts';
import { type CredentialPlace, credentialsAt } from './credential-place.ts';

/**
 * Sends an API key at a place of the API's own: a header, a query parameter, a cookie, or a field of the body.
 *
 * @example new ApiKeyAuthenticator(config.api_key, { header: 'X-Api-Key' })
 */
export class ApiKeyAuthenticator implements Authenticator {
  readonly #credentials: Credentials;

  constructor(key: string, place: CredentialPlace) {
    this.#credentials = credentialsAt(place, key);
  }

  credentials(): Credentials {
    return this.#credentials;
  }
}
