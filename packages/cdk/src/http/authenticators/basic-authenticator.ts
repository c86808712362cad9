import type { Authenticator, Credentials } from './authenticator.ts';

/**
 * Sends a user name and a password as `Authorization: Basic …`, encoded as UTF-8.
 *
 * @example new BasicAuthenticator({ username: config.email, password: config.api_token })
 * @see RFC 7617
 */
export class BasicAuthenticator implements Authenticator {
  readonly #credentials: Credentials;

  /** @param options.password @default '' for APIs that take a key as the user name alone */
  constructor({ username, password = '' }: { readonly username: string; readonly password?: string }) {
    const encoded = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
    // Without a password the user name is the secret: it is the key.
    this.#credentials = {
      headers: { authorization: `Basic ${encoded}` },
      secrets: [encoded, password === '' ? username : password],
    };
  }

  credentials(): Credentials {
    return this.#credentials;
  }
}
