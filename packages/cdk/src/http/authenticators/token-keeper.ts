import { ConfigError } from '../../errors/config-error.ts';
import { untilAborted } from '../../streams/until-aborted.ts';
import type { Authenticator, AuthenticatorContext, Credentials } from './authenticator.ts';

/** What an API gave to prove who asks, for a time. */
export interface Token {
  readonly value: string;
  /** Milliseconds since the epoch; `undefined` when the API does not say. */
  readonly expiresAt: number | undefined;
}

/** A token is renewed so long before it expires, and a short one a tenth of its life: requests take time, and clocks differ. */
const MARGIN_MS = 60_000;

/**
 * Keeps a token that expires. However many requests want it at a time, it is obtained once, and all of them wait for that:
 * at the first request, before it expires, and when the API refuses it.
 */
export class TokenKeeper implements Required<Pick<Authenticator, 'credentials' | 'refresh'>> {
  readonly #obtain: (context: AuthenticatorContext) => Promise<Token>;
  readonly #credentialsOf: (token: string) => Credentials;
  #held: { readonly credentials: Credentials; readonly renewAt: number } | undefined;
  #renewal: Promise<Credentials> | undefined;
  /** What only the user can put right: asking again would change nothing. */
  #refusal: ConfigError | undefined;

  /**
   * @param obtain Gets a new token. Never called twice at a time. What it throws ends the requests that wait for it.
   * @param credentialsOf Puts a token where the API wants it.
   * @param token One that is known already.
   */
  constructor(
    obtain: (context: AuthenticatorContext) => Promise<Token>,
    credentialsOf: (token: string) => Credentials,
    token?: Token,
  ) {
    this.#obtain = obtain;
    this.#credentialsOf = credentialsOf;
    if (token !== undefined) this.#hold(token, Number.NEGATIVE_INFINITY);
  }

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
    this.#renewal ??= this.#obtainOnce(context).finally(() => (this.#renewal = undefined));
    return untilAborted(this.#renewal, context.signal);
  }

  async #obtainOnce(context: AuthenticatorContext): Promise<Credentials> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const askedAt = context.clock.now();
    try {
      return this.#hold(await this.#obtain(context), askedAt);
    } catch (error) {
      if (error instanceof ConfigError) this.#refusal = error;
      throw error;
    }
  }

  #hold({ value, expiresAt = Number.POSITIVE_INFINITY }: Token, askedAt: number): Credentials {
    const lifetime = expiresAt - askedAt;
    // One that is over as it comes tells of clocks that differ. The API knows better, and says so with a 401.
    const renewAt = lifetime <= 0 ? Number.POSITIVE_INFINITY : expiresAt - Math.min(MARGIN_MS, lifetime / 10);
    this.#held = { credentials: this.#credentialsOf(value), renewAt };
    return this.#held.credentials;
  }
}
