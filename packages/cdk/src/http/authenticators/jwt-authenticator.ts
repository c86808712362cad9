import type { AuthenticatorContext } from './authenticator.ts';
import type { CredentialPlace } from './credential-place.ts';
import { DEFAULT_JWT_LIFETIME_MS, type JwtOptions, signJwt } from './sign-jwt.ts';
import { type Token, TokenAuthenticator } from './token-authenticator.ts';

export interface JwtAuthenticatorOptions extends JwtOptions {
  /** Where the token goes. @default `Authorization: Bearer …` */
  readonly place?: CredentialPlace;
}

/**
 * Sends a JSON Web Token that it signs itself, and signs another before that one expires. Needs the package `jose`.
 *
 * @example new JwtAuthenticator({ algorithm: 'ES256', key: config.private_key, keyId: config.key_id, claims: { iss: config.issuer_id } })
 * @see RFC 7519
 */
export class JwtAuthenticator extends TokenAuthenticator {
  readonly #options: JwtOptions;

  constructor({ place, ...options }: JwtAuthenticatorOptions) {
    super({ place });
    this.#options = options;
  }

  protected async obtainToken({ clock, addSecret }: AuthenticatorContext): Promise<Token> {
    const { key, lifetimeMs = DEFAULT_JWT_LIFETIME_MS } = this.#options;
    if (typeof key === 'string') addSecret(key);
    const now = clock.now();
    return { value: await signJwt(this.#options, now), expiresAt: now + lifetimeMs };
  }
}
