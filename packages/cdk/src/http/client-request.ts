import type { HttpRequest } from './http-request.ts';
import type { ResponseRule } from './response-rule.ts';

/** What the client is asked: a request, and what is special about its response. */
export interface ClientRequest extends HttpRequest {
  /** Asked before those of the client. @default [] */
  readonly responseRules?: readonly ResponseRule[] | undefined;
  /**
   * Answers with the response of an earlier request of the run that was the same (method, URL, headers, body), and keeps this one
   * for later ones. It is not streamed then.
   * @default false
   */
  readonly cache?: boolean | undefined;
}
