import { ConnectorError } from '../../errors/connector-error.ts';
import type { HttpRequest } from '../http-request.ts';
import type { HttpResponse } from '../http-response.ts';
import { withCredentials } from '../with-credentials.ts';
import type { Authenticator, AuthenticatorContext } from './authenticator.ts';
import type { CredentialPlace } from './credential-place.ts';
import { type Token, TokenAuthenticator } from './token-authenticator.ts';
import { orRefusal } from './token-refusal.ts';
import { expiryOf, tokenAt, tokenObject } from './token-response.ts';

export interface SessionTokenOptions {
  /**
   * The request that logs in, with an absolute URL. What it holds is sent as it stands: mark the values as secret in the spec.
   *
   * @example { method: 'POST', url: `${config.url}/session`, body: { json: { user: config.user, password: config.password } } }
   */
  readonly logIn: HttpRequest;
  /** Proves who logs in, for APIs that want that as every request has it. @default `logIn` has all that is needed */
  readonly authenticator?: Pick<Authenticator, 'credentials'>;
  /** Where the response has the token: at a path of its JSON body, in a header, or in a cookie that it sets. */
  readonly token: { readonly path: string } | { readonly header: string } | { readonly cookie: string };
  /** Where the token goes. @default `Authorization: Bearer …` */
  readonly place?: CredentialPlace;
  /** Path in the JSON body of the lifetime in seconds. @default none */
  readonly expiresIn?: string;
  /** Path in the JSON body of the time when it expires, ISO 8601 or seconds since the epoch. @default none */
  readonly expiresAt?: string;
  /** How long a token is valid, in milliseconds, where the response does not say. @default until the API refuses it */
  readonly lifetimeMs?: number;
}

/**
 * Logs in, and sends the token that it got with every request. Logs in again before the token expires and when the API refuses
 * it, once for all requests of the client that wait for it.
 */
export class SessionTokenAuthenticator extends TokenAuthenticator {
  readonly #options: SessionTokenOptions;

  constructor(options: SessionTokenOptions) {
    super({ place: options.place });
    this.#options = options;
  }

  protected async obtainToken(context: AuthenticatorContext): Promise<Token> {
    const { logIn, authenticator } = this.#options;
    const askedAt = context.clock.now();
    const credentials = await authenticator?.credentials(context);
    for (const secret of credentials?.secrets ?? []) context.addSecret(secret);
    const response = await context.send(withCredentials(logIn, credentials)).catch((error: unknown) => {
      throw orRefusal(error, 'The API refused the log-in: check the credentials in the config');
    });
    const value = tokenOf(response, this.#options.token);
    context.addSecret(value);
    return { value, expiresAt: this.#expiresAt(response, askedAt) };
  }

  #expiresAt(response: HttpResponse, askedAt: number): number | undefined {
    const { expiresIn, expiresAt, lifetimeMs } = this.#options;
    const isInBody = expiresIn !== undefined || expiresAt !== undefined;
    return expiryOf(isInBody ? tokenObject(response) : {}, { expiresIn, expiresAt, lifetimeMs }, askedAt);
  }
}

function tokenOf(response: HttpResponse, place: SessionTokenOptions['token']): string {
  if ('path' in place) return tokenAt(tokenObject(response), place.path, response);
  const isHeader = 'header' in place;
  const value = isHeader ? response.header(place.header) : cookieOf(response, place.cookie);
  if (value !== undefined && value !== '') return value;
  throw new ConnectorError(
    `The response of ${response.request} must have a token in the ${isHeader ? `header "${place.header}"` : `cookie "${place.cookie}"`}, which is not there`,
  );
}

function cookieOf(response: HttpResponse, name: string): string | undefined {
  // Several Set-Cookie headers come joined by commas; a value has neither a comma nor a semicolon.
  const cookies = (response.header('set-cookie') ?? '').matchAll(/(?:^|, )(?<name>[^=;, ]+)=(?<value>[^;,]*)/g);
  for (const { groups } of cookies) if (groups?.['name'] === name) return groups['value'];
  return undefined;
}
