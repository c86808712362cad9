/** A request, as the API gets it. */
export interface ApiRequest {
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  /** By name in lower case; of a header that came several times, the values joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A response, its body decoded: what `Content-Encoding` said is undone, and the header gone. */
export interface ApiResponse {
  readonly status: number;
  /** By name in lower case; `set-cookie` is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** A request with the response that it got. */
export interface Exchange {
  readonly request: ApiRequest;
  readonly response: ApiResponse;
  /** Where the records of the stream that it belongs to have their cursor. @default it has none */
  readonly cursorPath?: readonly string[] | undefined;
}

/** What a client really gets: a response, whole or broken off after some bytes of its body, or a connection that is cut. */
export type Reply = (ApiResponse & { readonly cutAfter?: number }) | 'reset';

/**
 * Stands between a request and its response. Called for each request, in the order in which they come; what it returns is what the
 * connector gets. `respond` gives the response that it would have got, recorded or live; who never calls it sends nothing on.
 *
 * @example async (request, respond) => (isFirst(request) ? serverError(500) : respond())
 */
export type Alter = (request: ApiRequest, respond: () => Promise<ApiResponse>) => Reply | Promise<Reply>;
