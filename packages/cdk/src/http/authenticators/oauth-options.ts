import type { HttpHeaders, QueryParams } from '../http-request.ts';
import type { CredentialPlace } from './credential-place.ts';
import type { JwtOptions } from './sign-jwt.ts';

/** What every grant of OAuth takes. */
interface TokenEndpointOptions {
  /** The API's token endpoint, an absolute URL; it may be on another host than the API. */
  readonly tokenUrl: string;
  /** @default the scopes that the client was given */
  readonly scopes?: readonly string[];
  /** Where the client ID and secret go: in the body, or as `Authorization: Basic …`. @default 'body' */
  readonly clientAuthentication?: 'body' | 'basic';
  /** Further fields of the token request, such as `audience` or `resource`. @default {} */
  readonly params?: QueryParams;
  /** Further headers of the token request. @default {} */
  readonly headers?: HttpHeaders;
  /** How the token request is written. The standard is a form; some APIs want JSON. @default 'form' */
  readonly bodyFormat?: 'form' | 'json';
  /** Where the response has what, for APIs with names of their own. */
  readonly fields?: TokenFields;
  /** How long an access token is valid, in milliseconds, where the response does not say. @default until the API refuses it */
  readonly lifetimeMs?: number;
  /** An access token that is known already, from the config. @default none: one is obtained before the first request */
  readonly accessToken?: string | undefined;
  /** When `accessToken` expires: ISO 8601, or seconds since the epoch. @default when the API refuses it */
  readonly expiresAt?: string | number | undefined;
  /** Which values of the config change with each new token. */
  readonly saveTo?: TokenConfigPaths;
  /** Where the access token goes. @default `Authorization: Bearer …` */
  readonly place?: CredentialPlace;
}

/** Paths in a token response, of names joined by dots: `data.token`. */
export interface TokenFields {
  /** @default 'access_token' */
  readonly accessToken?: string;
  /** Of the lifetime in seconds. @default 'expires_in' */
  readonly expiresIn?: string;
  /** Of the time when it expires, ISO 8601 or seconds since the epoch, for APIs that give no lifetime. @default none */
  readonly expiresAt?: string;
  /** @default 'refresh_token' */
  readonly refreshToken?: string;
}

/** Paths in the config, of names joined by dots: `credentials.refresh_token`. */
export interface TokenConfigPaths {
  /** @default wherever the config has the refresh token that is being replaced */
  readonly refreshToken?: string;
  /** @default access tokens are not kept from one run to the next */
  readonly accessToken?: string;
  /** Gets ISO 8601. @default not kept */
  readonly expiresAt?: string;
}

/** Trades a refresh token, which the user got by logging in, for access tokens. @see RFC 6749, section 6 */
export interface RefreshTokenGrant {
  readonly grant?: 'refresh_token';
  readonly clientId: string;
  /** @default none: the client is a public one */
  readonly clientSecret?: string | undefined;
  /** The one of the config. When the API gives another for it, the config is changed by CONTROL before that is used. */
  readonly refreshToken: string;
}

/** The client itself is the user. @see RFC 6749, section 4.4 */
export interface ClientCredentialsGrant {
  readonly grant: 'client_credentials';
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Trades a JWT that the connector signs for access tokens, as service accounts do. Needs the package `jose`. @see RFC 7523 */
export interface JwtBearerGrant {
  readonly grant: 'jwt_bearer';
  /** @default not sent: the claims say who asks */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** What the JWT says and what signs it. The claim `aud` is the `tokenUrl` unless it is given. */
  readonly jwt: JwtOptions;
}

export type OAuthOptions = TokenEndpointOptions & (RefreshTokenGrant | ClientCredentialsGrant | JwtBearerGrant);
