import type { Authenticator, AuthenticatorContext, Credentials } from './authenticator.ts';
import { BEARER, type CredentialPlace, credentialsAt } from './credential-place.ts';
import { DEFAULT_JWT_LIFETIME_MS, type JwtOptions, signJwt } from './sign-jwt.ts';
import { TokenKeeper } from './token-keeper.ts';

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
export class JwtAuthenticator implements Authenticator {
  readonly #tokens: TokenKeeper;

  constructor(options: JwtAuthenticatorOptions) {
    const { key, place = BEARER, lifetimeMs = DEFAULT_JWT_LIFETIME_MS } = options;
    this.#tokens = new TokenKeeper(
      async ({ clock, addSecret }) => {
        if (typeof key === 'string') addSecret(key);
        const now = clock.now();
        return { value: await signJwt(options, now), expiresAt: now + lifetimeMs };
      },
      (token) => credentialsAt(place, token),
    );
  }

  credentials(context: AuthenticatorContext): Credentials | Promise<Credentials> {
    return this.#tokens.credentials(context);
  }

  refresh(refused: Credentials, context: AuthenticatorContext): Promise<void> {
    return this.#tokens.refresh(refused, context);
  }
}
