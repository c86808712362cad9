// One function for each way to prove who asks. `authenticate.test.ts` beside it uses all of them.
import {
  ApiKeyAuthenticator,
  type Authenticator,
  type AuthenticatorContext,
  BasicAuthenticator,
  BearerAuthenticator,
  JwtAuthenticator,
  OAuthAuthenticator,
  RotatingAuthenticator,
  selectAuthenticator,
  SessionTokenAuthenticator,
  Source,
  TokenAuthenticator,
  withAdvancedAuth,
} from '@headwater/cdk';
import spec from './oauth-spec.json' with { type: 'json' };
import type { OAuthConfig } from './types.ts';

interface Config {
  url: string;
  key: string;
  email: string;
  password: string;
  client_id: string;
  client_secret: string;
  tokens: string[];
}

export function keys(config: Config): Authenticator[] {
  return [
    // #region keys
    new BearerAuthenticator(config.key), // Authorization: Bearer …
    new BearerAuthenticator(config.key, 'Token'), // Authorization: Token …
    new ApiKeyAuthenticator(config.key, { header: 'X-Api-Key' }),
    new ApiKeyAuthenticator(config.key, { param: 'api_key' }), // in the query
    new ApiKeyAuthenticator(config.key, { cookie: 'api_key' }),
    new ApiKeyAuthenticator(config.key, { body: 'api_key' }), // a field of the JSON object or form
    new BasicAuthenticator({ username: config.email, password: config.password }),
    new BasicAuthenticator({ username: config.key }), // the key alone
    // #endregion
  ];
}

export function clientCredentials(config: Config) {
  // #region client-credentials
  return new OAuthAuthenticator({
    grant: 'client_credentials',
    tokenUrl: `${config.url}/oauth/token`,
    clientId: config.client_id,
    clientSecret: config.client_secret,
    scopes: ['orders:read'],
  });
  // #endregion
}

export function serviceAccount(config: { token_url: string; client_email: string; private_key: string }) {
  // #region service-account
  return new OAuthAuthenticator({
    grant: 'jwt_bearer',
    tokenUrl: config.token_url,
    jwt: {
      algorithm: 'RS256',
      key: config.private_key,
      claims: { iss: config.client_email, scope: 'https://api.example.com/auth/orders.readonly' },
    },
  });
  // #endregion
}

export function unusualOAuth(config: OAuthConfig & { access_token?: string; token_expiry_date?: string }) {
  // #region unusual-oauth
  return new OAuthAuthenticator({
    tokenUrl: `${config.url}/oauth/token`,
    clientId: config.client_id,
    clientSecret: config.client_secret,
    refreshToken: config.refresh_token,
    clientAuthentication: 'basic',
    bodyFormat: 'json',
    params: { audience: 'https://api.example.com' },
    // Keep the access token for the next run, for APIs that count how often one is asked for.
    accessToken: config.access_token,
    expiresAt: config.token_expiry_date,
    saveTo: { accessToken: 'access_token', expiresAt: 'token_expiry_date' },
  });
  // #endregion
}

export function session(config: Config) {
  // #region session
  return new SessionTokenAuthenticator({
    logIn: {
      method: 'POST',
      url: `${config.url}/session`,
      body: { json: { username: config.email, password: config.password } },
    },
    token: { path: 'session.token' },
    expiresIn: 'session.expires_in',
    place: { header: 'X-Session-Token' },
  });
  // #endregion
}

export function signedJwt(config: { private_key: string; key_id: string; issuer_id: string }) {
  // #region jwt
  return new JwtAuthenticator({
    algorithm: 'ES256',
    key: config.private_key,
    keyId: config.key_id,
    claims: { iss: config.issuer_id, aud: 'api.example.com' },
    lifetimeMs: 600_000,
  });
  // #endregion
}

export function rotation(config: Config) {
  // #region rotation
  return new RotatingAuthenticator(config.tokens.map((token) => new BearerAuthenticator(token)));
  // #endregion
}

// #region choice
type ChosenCredentials = { auth_type: 'api_key'; api_key: string } | { auth_type: 'token'; token: string };

export function chosen(credentials: ChosenCredentials) {
  return selectAuthenticator(credentials, 'auth_type', {
    api_key: ({ api_key: key }) => new ApiKeyAuthenticator(key, { header: 'X-Session-Token' }),
    token: ({ token }) => new BearerAuthenticator(token),
  });
}
// #endregion

// #region advanced-auth
export abstract class BillingWithLogIn extends Source<OAuthConfig> {
  spec() {
    return withAdvancedAuth(spec, {
      consentUrl: 'https://app.example.com/oauth/authorize',
      tokenUrl: 'https://app.example.com/oauth/token',
      scopes: ['invoices:read'],
      config: { clientId: 'client_id', clientSecret: 'client_secret', refreshToken: 'refresh_token' },
    });
  }
}
// #endregion

// #region own
/** An API that trades a key for a ticket, which is good until it refuses it. */
export class TicketAuthenticator extends TokenAuthenticator {
  readonly #ticketUrl: string;
  readonly #key: string;

  constructor(ticketUrl: string, key: string) {
    super({ place: { header: 'Authorization', scheme: 'Ticket' } });
    this.#ticketUrl = ticketUrl;
    this.#key = key;
  }

  async obtainToken({ send }: AuthenticatorContext) {
    const response = await send({ url: this.#ticketUrl, headers: { 'X-Key': this.#key } });
    return { value: response.json<{ ticket: string }>().ticket };
  }
}
// #endregion
