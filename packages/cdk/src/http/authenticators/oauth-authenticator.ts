import { isDeepStrictEqual } from 'node:util';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { JsonObject } from '../../protocol/json.ts';
import { valueAtPath } from '../value-at-path.ts';
import type { AuthenticatorContext } from './authenticator.ts';
import { withTextReplaced, withValueAt } from './config-values.ts';
import type { OAuthOptions } from './oauth-options.ts';
import { type Token, TokenAuthenticator } from './token-authenticator.ts';
import { orRefusal, refusal } from './token-refusal.ts';
import { tokenRequest } from './token-request.ts';
import { expiryOf, timeOf, tokenAt, tokenObject } from './token-response.ts';

const NOT_SAVED =
  'The API replaced the refresh token, and the config has no such value to replace: name its place in saveTo.refreshToken, or the next run cannot log in';

const ADVICE = {
  refresh_token: 'The API no longer accepts the refresh token: re-authenticate',
  client_credentials: 'The API gives no token for the client ID and secret: check them in the config',
  jwt_bearer: 'The API gives no token for the signed JWT: check its key and its claims',
} as const;

/**
 * Obtains access tokens by OAuth 2.0 and sends them. A token is renewed before it expires and when the API refuses it, once for
 * all requests of the client that wait for it. A refresh token that the API replaces has been handed to the platform before
 * anything else is sent.
 *
 * @example
 * new OAuthAuthenticator({
 *   tokenUrl: 'https://auth.example.com/oauth/token',
 *   clientId: config.client_id,
 *   clientSecret: config.client_secret,
 *   refreshToken: config.refresh_token,
 * })
 * @see RFC 6749
 */
export class OAuthAuthenticator extends TokenAuthenticator {
  readonly #options: OAuthOptions;
  #refreshToken: string | undefined;

  /** @throws ConnectorError when `tokenUrl` is no absolute URL or `expiresAt` no time. */
  constructor(options: OAuthOptions) {
    const { tokenUrl, accessToken, expiresAt, place } = options;
    if (!URL.canParse(tokenUrl)) {
      throw new ConnectorError(`tokenUrl must be an absolute URL, got ${JSON.stringify(tokenUrl)}`);
    }
    const token =
      accessToken === undefined ? undefined : { value: accessToken, expiresAt: timeOf(expiresAt, 'expiresAt') };
    super({ place, token });
    this.#options = options;
    this.#refreshToken = 'refreshToken' in options ? options.refreshToken : undefined;
  }

  protected async obtainToken(context: AuthenticatorContext): Promise<Token> {
    let token!: Token;
    // All of it is a change of the config: the process must not end between the answer and the message.
    await context.updateConfig(async (config) => {
      const granted = await this.#request(context);
      ({ token } = granted);
      return this.#saved(config, granted, context);
    });
    return token;
  }

  async #request(context: AuthenticatorContext): Promise<GrantedToken> {
    const { grant = 'refresh_token', fields = {}, lifetimeMs } = this.#options;
    const { accessToken: path = 'access_token', expiresIn = 'expires_in', refreshToken = 'refresh_token' } = fields;
    const askedAt = context.clock.now();
    const request = await tokenRequest(this.#options, this.#refreshToken, context);
    const response = await context.send(request).catch((error: unknown) => {
      throw orRefusal(error, ADVICE[grant]);
    });
    const body = tokenObject(response);
    // Some APIs say no with status 200.
    if (valueAtPath(body, path) === undefined && 'error' in body) throw refusal(response, ADVICE[grant]);
    const value = tokenAt(body, path, response);
    context.addSecret(value);
    const next = valueAtPath(body, refreshToken);
    return {
      token: { value, expiresAt: expiryOf(body, { ...fields, expiresIn, lifetimeMs }, askedAt) },
      refreshToken: typeof next === 'string' && next !== '' ? next : this.#refreshToken,
    };
  }

  /** The config with all that is new in it. */
  #saved(config: JsonObject, { token, refreshToken: next }: GrantedToken, context: AuthenticatorContext): JsonObject {
    const { saveTo = {} } = this.#options;
    let changed = config;
    if (saveTo.accessToken !== undefined) changed = withValueAt(changed, saveTo.accessToken, token.value);
    if (saveTo.expiresAt !== undefined && token.expiresAt !== undefined) {
      changed = withValueAt(changed, saveTo.expiresAt, new Date(token.expiresAt).toISOString());
    }
    const replaced = this.#refreshToken;
    if (replaced === undefined || next === undefined || next === replaced) return changed;
    context.addSecret(next);
    this.#refreshToken = next;
    if (saveTo.refreshToken !== undefined) return withValueAt(changed, saveTo.refreshToken, next);
    const saved = withTextReplaced(changed, replaced, next);
    if (isDeepStrictEqual(saved, changed)) context.logger.warn(NOT_SAVED);
    return saved;
  }
}

interface GrantedToken {
  readonly token: Token;
  /** The one to use from now on, for the grant that has one. */
  readonly refreshToken: string | undefined;
}
