import { isDeepStrictEqual } from 'node:util';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { JsonObject } from '../../protocol/json.ts';
import { valueAtPath } from '../value-at-path.ts';
import type { Authenticator, AuthenticatorContext, Credentials } from './authenticator.ts';
import { withTextReplaced, withValueAt } from './config-values.ts';
import { BEARER, credentialsAt } from './credential-place.ts';
import type { OAuthOptions } from './oauth-options.ts';
import { type Token, TokenKeeper } from './token-keeper.ts';
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
export class OAuthAuthenticator implements Authenticator {
  readonly #options: OAuthOptions;
  readonly #tokens: TokenKeeper;
  #refreshToken: string | undefined;

  /** @throws ConnectorError when `tokenUrl` is no absolute URL or `expiresAt` no time. */
  constructor(options: OAuthOptions) {
    const { tokenUrl, accessToken, expiresAt, place = BEARER } = options;
    if (!URL.canParse(tokenUrl)) {
      throw new ConnectorError(`tokenUrl must be an absolute URL, got ${JSON.stringify(tokenUrl)}`);
    }
    this.#options = options;
    this.#refreshToken = 'refreshToken' in options ? options.refreshToken : undefined;
    this.#tokens = new TokenKeeper(
      (context) => this.#obtain(context),
      (token) => credentialsAt(place, token),
      accessToken === undefined ? undefined : { value: accessToken, expiresAt: timeOf(expiresAt, 'expiresAt') },
    );
  }

  credentials(context: AuthenticatorContext): Credentials | Promise<Credentials> {
    return this.#tokens.credentials(context);
  }

  refresh(refused: Credentials, context: AuthenticatorContext): Promise<void> {
    return this.#tokens.refresh(refused, context);
  }

  async #obtain(context: AuthenticatorContext): Promise<Token> {
    const { grant = 'refresh_token', fields = {}, lifetimeMs } = this.#options;
    const askedAt = context.clock.now();
    const request = await tokenRequest(this.#options, this.#refreshToken, context);
    const response = await context.send(request).catch((error: unknown) => {
      throw orRefusal(error, ADVICE[grant]);
    });

    const { accessToken: path = 'access_token', expiresIn = 'expires_in', refreshToken = 'refresh_token' } = fields;
    const body = tokenObject(response);
    // Some APIs say no with status 200.
    if (valueAtPath(body, path) === undefined && 'error' in body) throw refusal(response, ADVICE[grant]);
    const value = tokenAt(body, path, response);
    context.addSecret(value);
    const token = { value, expiresAt: expiryOf(body, { ...fields, expiresIn, lifetimeMs }, askedAt) };
    await this.#save(token, valueAtPath(body, refreshToken), context);
    return token;
  }

  /** Changes the config by what is new, once. Resolves when the platform has it. */
  async #save({ value, expiresAt }: Token, refreshToken: unknown, context: AuthenticatorContext): Promise<void> {
    const { saveTo = {} } = this.#options;
    const changes: ((config: JsonObject) => JsonObject)[] = [];
    const { accessToken: tokenPath, expiresAt: expiryPath } = saveTo;
    if (tokenPath !== undefined) changes.push((config) => withValueAt(config, tokenPath, value));
    if (expiryPath !== undefined && expiresAt !== undefined) {
      changes.push((config) => withValueAt(config, expiryPath, new Date(expiresAt).toISOString()));
    }
    const replaced = this.#refreshToken;
    if (
      replaced !== undefined &&
      typeof refreshToken === 'string' &&
      refreshToken !== '' &&
      refreshToken !== replaced
    ) {
      context.addSecret(refreshToken);
      this.#refreshToken = refreshToken;
      const { refreshToken: path } = saveTo;
      changes.push((config) => {
        if (path !== undefined) return withValueAt(config, path, refreshToken);
        const changed = withTextReplaced(config, replaced, refreshToken);
        if (isDeepStrictEqual(changed, config)) context.logger.warn(NOT_SAVED);
        return changed;
      });
    }
    if (changes.length === 0) return;
    await context.updateConfig((config) => changes.reduce((changed, change) => change(changed), config));
  }
}
