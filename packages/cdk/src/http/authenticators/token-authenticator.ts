import { ConfigError } from '../../errors/config-error.ts';
import { untilAborted } from '../../streams/until-aborted.ts';
import type { Authenticator, AuthenticatorContext, Credentials } from './authenticator.ts';
import { BEARER, type CredentialPlace, credentialsAt } from './credential-place.ts';

/** What an API gives to prove who asks, for a time. */
export interface Token {
  readonly value: string;
  /** Milliseconds since the epoch. @default valid until the API refuses it */
  readonly expiresAt?: number | undefined;
}

export interface TokenAuthenticatorOptions {
  /** Where the token goes. @default `Authorization: Bearer …` */
  readonly place?: CredentialPlace | undefined;
  /** One that is known already. @default none: one is obtained before the first request */
  readonly token?: Token | undefined;
}

/** A token is renewed so long before it expires, and a short one a tenth of its life: requests take time, and clocks differ. */
const MARGIN_MS = 60_000;

/**
 * Sends a token that expires. Extend it with `obtainToken` for an API that gives tokens in a way of its own. However many requests
 * want a token at a time, it is obtained once, and all of them wait for it: before the first request, before it expires, and
 * when the API refuses it (401).
 */
export abstract class TokenAuthenticator implements Authenticator {
  readonly #place: CredentialPlace;
  #held: { readonly credentials: Credentials; readonly renewAt: number } | undefined;
  #renewal: Promise<Credentials> | undefined;
  /** What only the user can put right: asking again would change nothing. */
  #refusal: ConfigError | undefined;

  constructor({ place = BEARER, token }: TokenAuthenticatorOptions = {}) {
    this.#place = place;
    if (token !== undefined) this.#hold(token, Number.NEGATIVE_INFINITY);
  }

  /**
   * Gets a new token; never called twice at a time. It goes on to its end when the stream that wanted the token is stopped.
   *
   * @throws ConfigError when the user must change something: it ends this request and all that follow. Any other error ends the
   *   requests that wait, and the next one tries again.
   */
  protected abstract obtainToken(context: AuthenticatorContext): Promise<Token>;

  credentials(context: AuthenticatorContext): Credentials | Promise<Credentials> {
    if (this.#held !== undefined && context.clock.now() < this.#held.renewAt) return this.#held.credentials;
    return this.#renew(context);
  }

  async refresh(refused: Credentials, context: AuthenticatorContext): Promise<void> {
    // Refused was one from before: another request has seen to it since.
    if (this.#held !== undefined && this.#held.credentials !== refused) return;
    this.#held = undefined;
    await this.#renew(context);
  }

  #renew(context: AuthenticatorContext): Promise<Credentials> {
    this.#renewal ??= this.#obtain(context).finally(() => (this.#renewal = undefined));
    return untilAborted(this.#renewal, context.signal);
  }

  async #obtain(context: AuthenticatorContext): Promise<Credentials> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const askedAt = context.clock.now();
    try {
      return this.#hold(await this.obtainToken(context), askedAt);
    } catch (error) {
      if (error instanceof ConfigError) this.#refusal = error;
      throw error;
    }
  }

  #hold({ value, expiresAt = Number.POSITIVE_INFINITY }: Token, askedAt: number): Credentials {
    const lifetime = expiresAt - askedAt;
    // One that is over as it comes tells of clocks that differ. The API knows better, and says so with a 401.
    const renewAt = lifetime <= 0 ? Number.POSITIVE_INFINITY : expiresAt - Math.min(MARGIN_MS, lifetime / 10);
    this.#held = { credentials: credentialsAt(this.#place, value), renewAt };
    return this.#held.credentials;
  }
}
