import type { JsonValue } from '../../protocol/json.ts';
import type { RunContext } from '../../streams/contexts.ts';
import type { HttpHeaders, HttpRequest, QueryParams } from '../http-request.ts';
import type { HttpResponse } from '../http-response.ts';

/** What makes a request the user's own. Each part wins over one of the same name in the request. */
export interface Credentials {
  readonly headers?: HttpHeaders;
  /** Added to the query. */
  readonly params?: QueryParams;
  /** Added to the cookies of the request, by name. */
  readonly cookies?: Readonly<Record<string, string>>;
  /** Added to the fields of a JSON object or a form; a request without a body gets a JSON object. */
  readonly bodyFields?: Readonly<Record<string, JsonValue>>;
  /** The values in it that must never be printed. */
  readonly secrets: readonly string[];
}

/** What an authenticator knows while credentials are wanted. */
export interface AuthenticatorContext extends RunContext {
  /**
   * Sends a request as the client does, with its time limits and retries, but without credentials: to log in, or to ask for a
   * token. It goes on to its end when the stream that wanted the token is stopped, because others may wait for the answer, and
   * because a token that works once must not be lost.
   *
   * @throws what `HttpClient.request` throws, except when the run is stopped.
   */
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
}

/** What an authenticator is told when its credentials got nothing for now. */
export interface SpentCredentials {
  readonly credentials: Credentials;
  /** When they may be of use again, in milliseconds since the epoch: `Infinity` for those that the API refuses (401). */
  readonly until: number;
}

/**
 * Proves to an API who asks. One authenticator serves all streams of a client, which may ask at the same time. A further power
 * is a further method; one that has no use for it leaves it out.
 */
export interface Authenticator {
  /**
   * Gives the credentials for one request. Called before every try, so a value that is about to expire can be renewed here.
   *
   * @throws ConfigError when the user must change something.
   */
  credentials(context: AuthenticatorContext): Credentials | Promise<Credentials>;

  /**
   * Renews what the API refused (401); then the request is sent once more. Called once a request at most, but by several
   * requests at a time: when `refused` is not what `credentials` gives by now, there is nothing to do.
   *
   * @param refused The very object that `credentials` gave.
   * @throws ConfigError when the user must change something.
   */
  refresh?(refused: Credentials, context: AuthenticatorContext): Promise<void>;

  /**
   * Puts credentials aside in favour of others: their quota is used up (429), or the API refuses them (401) and `refresh` did
   * not help.
   *
   * @returns When `credentials` has others, in milliseconds since the epoch: a time that is past sends the request again at
   *   once, and counts as no retry; a later one is waited for. `undefined` when there are none: the request fails, or is tried
   *   again, as if there were no such method.
   */
  rotate?(spent: SpentCredentials, context: AuthenticatorContext): number | undefined;
}
