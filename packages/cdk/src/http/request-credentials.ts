import type { RunContext } from '../streams/contexts.ts';
import type { Authenticator, AuthenticatorContext, Credentials } from './authenticators/authenticator.ts';
import type { HttpRequest } from './http-request.ts';
import type { HttpResponse } from './http-response.ts';

/** Never aborted. */
const NEVER = new AbortController().signal;

/** The credentials of one request through all of its tries. */
export class RequestCredentials {
  readonly #authenticator: Authenticator;
  readonly #context: AuthenticatorContext;
  #last: Credentials | undefined;
  #isRefreshed = false;

  /** @param send Sends a request without credentials. */
  constructor(
    authenticator: Authenticator,
    context: RunContext,
    send: (request: HttpRequest, context: RunContext) => Promise<HttpResponse>,
  ) {
    this.#authenticator = authenticator;
    this.#context = { ...context, send: (request) => send(request, { ...context, signal: NEVER }) };
  }

  /** Those of the next try. Their secrets are known to the logger before they are used. */
  async next(): Promise<Credentials> {
    this.#last = await this.#authenticator.credentials(this.#context);
    for (const secret of this.#last.secrets) this.#context.addSecret(secret);
    return this.#last;
  }

  /**
   * Does what can be done about a response that refuses the last ones or says that their quota is used up.
   *
   * @param until When the quota returns, in milliseconds since the epoch.
   * @returns When the request may be sent with others, now or later; `undefined` when there are no others.
   */
  async renew(action: 'refresh' | 'rate-limited', until: number): Promise<number | undefined> {
    if (this.#last === undefined) return undefined;
    const isRefused = action === 'refresh';
    if (isRefused && !this.#isRefreshed && this.#authenticator.refresh !== undefined) {
      this.#isRefreshed = true;
      await this.#authenticator.refresh(this.#last, this.#context);
      return this.#context.clock.now();
    }
    const spent = { credentials: this.#last, until: isRefused ? Number.POSITIVE_INFINITY : until };
    return this.#authenticator.rotate?.(spent, this.#context);
  }
}
