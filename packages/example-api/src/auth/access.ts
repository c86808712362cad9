import type { IncomingHttpHeaders } from 'node:http';

/** Who may come in, and with what. */
export interface Account {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The refresh token to begin with. */
  readonly refreshToken: string;
  readonly username: string;
  readonly password: string;
}

/** The client and user that every API has. */
export const ACCOUNT: Account = {
  clientId: 'example-client',
  clientSecret: 'example-client-secret',
  refreshToken: 'example-refresh-token-1',
  username: 'example-user',
  password: 'example-password',
};

/** How tokens are given out. */
export interface AuthOptions {
  /**
   * Whether a refresh token works once: each answer brings the next one, and one that comes again revokes them all.
   * @default false
   */
  readonly rotateRefreshTokens?: boolean;
  /**
   * Seconds for which an access token or a session is valid.
   * @default 3600
   */
  readonly tokenLifetime?: number;
  /**
   * The PEM public key by which the JWT of a client is checked.
   * @default the JWT is signed by HS256 with the client secret
   */
  readonly jwtPublicKey?: string;
}

/** What a test can see of the tokens, and do to them. */
export interface Auth extends Account {
  /** Gives a token without a log-in. */
  issue(kind: 'access-token' | 'session'): string;
  /** Refuses every access token and session that was given out so far. The static token stays. */
  expireTokens(): void;
  /** Refuses every refresh token there is. */
  revokeRefreshTokens(): void;
}

/** Gives out tokens, and knows which are valid. */
export class Access implements Auth {
  readonly clientId = ACCOUNT.clientId;
  readonly clientSecret = ACCOUNT.clientSecret;
  readonly refreshToken = ACCOUNT.refreshToken;
  readonly username = ACCOUNT.username;
  readonly password = ACCOUNT.password;
  readonly options: Required<Omit<AuthOptions, 'jwtPublicKey'>> & Pick<AuthOptions, 'jwtPublicKey'>;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly #token: string;
  /** Each token with the time when it expires, in milliseconds since the Unix epoch. */
  readonly #issued = new Map<string, number>();
  #tokensGiven = 0;
  #refreshToken: string | undefined = ACCOUNT.refreshToken;
  #refreshTokensGiven = 1;

  /** @param token the static token, which never expires */
  constructor(token: string, options: AuthOptions, now: () => number) {
    this.#token = token;
    this.now = now;
    this.options = { rotateRefreshTokens: false, tokenLifetime: 3600, ...options };
  }

  /** Tells whether a request has a valid token: as `Authorization: Bearer`, `X-Session-Token`, or the cookie `session`. */
  allows({ authorization = '', 'x-session-token': session, cookie = '' }: IncomingHttpHeaders): boolean {
    const bearer = authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
    const cookieToken = /(?:^|; )session=([^;]*)/.exec(cookie)?.[1];
    return [bearer, session, cookieToken].some((token) => typeof token === 'string' && this.#isValid(token));
  }

  issue(kind: 'access-token' | 'session'): string {
    const token = `example-${kind}-${++this.#tokensGiven}`;
    // Valid from now on.
    this.#issued.set(token, this.now() + this.options.tokenLifetime * 1000);
    return token;
  }

  /** Takes a refresh token, and gives the one to use from now on; `undefined` when it is not valid. */
  redeem(refreshToken: string): string | undefined {
    if (refreshToken !== this.#refreshToken) {
      // One that was used before may have been stolen: nobody goes on with what it led to.
      if (this.options.rotateRefreshTokens) this.revokeRefreshTokens();
      return undefined;
    }
    if (this.options.rotateRefreshTokens) this.#refreshToken = `example-refresh-token-${++this.#refreshTokensGiven}`;
    return this.#refreshToken;
  }

  expireTokens(): void {
    this.#issued.clear();
  }

  revokeRefreshTokens(): void {
    this.#refreshToken = undefined;
  }

  #isValid(token: string): boolean {
    return token === this.#token || this.now() < (this.#issued.get(token) ?? -Infinity);
  }
}
