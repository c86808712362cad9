import type { RunContext } from '../../streams/contexts.ts';
import type { HttpHeaders, QueryParams } from '../http-request.ts';

/** What makes a request the user's own. */
export interface Credentials {
  readonly headers?: HttpHeaders;
  readonly params?: QueryParams;
  /** The values in it that must never be printed. */
  readonly secrets: readonly string[];
}

/** Proves to an API who asks. One authenticator serves all streams of a client. */
export interface Authenticator {
  /**
   * Gives the credentials for one request. Called before every try, so a value that has expired can be renewed here.
   *
   * @throws ConfigError when the user must change something.
   */
  credentials(context: RunContext): Credentials | Promise<Credentials>;
}
