import type { IncomingHttpHeaders } from 'node:http';

export interface MockRequest {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body: unknown;
}

/** Answers the requests that it knows; `undefined` leaves a request to the next route. */
export type Route = (request: MockRequest) => Reply | undefined;
