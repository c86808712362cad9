import type { ConnectorError } from '../errors/connector-error.ts';
import type { HttpResponse } from './http-response.ts';
import type { ResponseAction } from './response-rule.ts';

/** A request that was sent once, and did not succeed. */
export interface FailedTry {
  /** What to throw when no try follows. */
  readonly failure: ConnectorError;
  /** What is done about it. A network error has no response, and is tried again or not. */
  readonly action: Exclude<ResponseAction, 'success' | 'ignore' | 'skip'>;
  /** `undefined` when none came. */
  readonly response: HttpResponse | undefined;
  /** What came of a body that may be streamed: when no try follows, its records are still to be had. */
  readonly partial?: HttpResponse | undefined;
}
