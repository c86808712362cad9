/**
 * One request and its response in an HTTP archive, as far as it is written here.
 *
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export interface HarEntry {
  /** ISO 8601. */
  readonly startedDateTime: string;
  /** All timings together, in milliseconds. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  readonly timings: HarTimings;
  readonly serverIPAddress?: string;
  /** The port of the server, which browsers show behind its address. */
  readonly connection?: string;
  /** The same for requests on one connection. Of Chrome, as are all names that begin with an underscore. */
  readonly _connectionId?: string;
  /** Has the panel list it among the requests of programs. */
  readonly _resourceType?: 'fetch';
  readonly comment?: string;
}

export interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  readonly queryString: readonly HarPair[];
  /** In bytes; -1 where it is not known. */
  readonly headersSize: number;
  readonly bodySize: number;
}

export interface HarResponse {
  /** 0 when no response came. */
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  readonly content: { readonly size: number; readonly mimeType: string };
  readonly redirectURL: string;
  readonly headersSize: number;
  readonly bodySize: number;
  /** Why no whole response came. */
  readonly _error?: string;
}

/** A header, a cookie, or a parameter. */
export interface HarPair {
  readonly name: string;
  readonly value: string;
}

/** In milliseconds; -1 where it does not apply. */
export interface HarTimings {
  readonly blocked: number;
  readonly dns: number;
  /** With `ssl`. */
  readonly connect: number;
  readonly send: number;
  readonly wait: number;
  readonly receive: number;
  readonly ssl: number;
}
