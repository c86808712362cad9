import type { Authenticator, Credentials } from './authenticator.ts';

/** Where an API key goes: in a header, or in a parameter of the query. */
export type ApiKeyPlace = { readonly header: string } | { readonly param: string };

/**
 * Sends an API key in a header or a query parameter of the API's own name.
 *
 * @example new ApiKeyAuthenticator(config.api_key, { header: 'X-Api-Key' })
 */
export class ApiKeyAuthenticator implements Authenticator {
  readonly #credentials: Credentials;

  constructor(key: string, place: ApiKeyPlace) {
    this.#credentials =
      'header' in place
        ? { headers: { [place.header]: key }, secrets: [key] }
        : { params: { [place.param]: key }, secrets: [key] };
  }

  credentials(): Credentials {
    return this.#credentials;
  }
}
