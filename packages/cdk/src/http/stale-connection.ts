import type { HttpMethod } from './http-request.ts';

/** What the HTTP library says of a request that failed. */
interface RequestFailure {
  readonly code?: string;
  readonly request?: { readonly reusedSocket?: boolean | undefined };
  readonly response?: unknown;
}

/**
 * Tells a request that was lost on a connection kept open from earlier, which the server had closed just then: it may be sent again at
 * once, for it says nothing of the API. Only a method that does no harm twice is.
 *
 * @see RFC 9110, section 9.2.2, and RFC 9112, section 9.3.1
 */
export function isStaleConnection(failure: unknown, method: HttpMethod): boolean {
  if (method === 'POST' || method === 'PATCH') return false;
  const { code, request, response } = failure as RequestFailure;
  return request?.reusedSocket === true && response === undefined && (code === 'ECONNRESET' || code === 'EPIPE');
}
