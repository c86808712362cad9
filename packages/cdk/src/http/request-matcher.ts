import type { HttpHeaders, HttpMethod, RequestBody } from './http-request.ts';

/** A request as it is about to be sent, without its credentials. */
export interface OutgoingRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  /** The path below `urlBase`, `/orders`; the whole path of a URL that is not below it. */
  readonly path: string;
  /** Names are in lower case. */
  readonly headers: HttpHeaders;
  readonly body: RequestBody | undefined;
}

/** A value that is equal, or that the pattern finds something in. */
export type TextPattern = string | RegExp;

/** Says which requests are meant: those for which all that is given holds. */
export interface RequestMatcher {
  /** @default any */
  readonly method?: HttpMethod | readonly HttpMethod[];
  /**
   * The path below `urlBase`, as a stream's `path` gives it: `/orders` means `/orders` and all that is below, `/orders/7/events`.
   * A RegExp finds something in it.
   * @default any
   */
  readonly path?: TextPattern;
  /** Query parameters: `{ expand: 'lines' }`. @default any */
  readonly params?: Readonly<Record<string, TextPattern>>;
  /** Request headers, without those of the authenticator. @default any */
  readonly headers?: Readonly<Record<string, TextPattern>>;
}

/** Tells whether a request is one of those that `matcher` means. */
export function matchesRequest(matcher: RequestMatcher, request: OutgoingRequest): boolean {
  const { method, path, params = {}, headers = {} } = matcher;
  if (!matchesMethod(method, request.method) || !matchesPath(path, request.path)) return false;
  for (const name in params) {
    const values = request.url.searchParams.getAll(name);
    if (!values.some((value) => matchesText(params[name], value))) return false;
  }
  for (const name in headers) {
    if (!matchesText(headers[name], request.headers[name.toLowerCase()])) return false;
  }
  return true;
}

export function matchesMethod(wanted: RequestMatcher['method'], method: HttpMethod): boolean {
  return wanted === undefined || wanted === method || wanted.includes(method);
}

export function matchesPath(wanted: TextPattern | undefined, path: string): boolean {
  if (typeof wanted !== 'string') return wanted === undefined || matchesText(wanted, path);
  const start = `/${wanted.replace(/^\/+|\/+$/g, '')}`;
  return path === start || start === '/' || path.startsWith(`${start}/`);
}

export function matchesText(wanted: TextPattern | undefined, value: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (value === undefined) return false;
  // search() does not go on where a pattern with the flag g stopped last time.
  return typeof wanted === 'string' ? wanted === value : value.search(wanted) !== -1;
}

/** The path of a URL below `urlBase`; its whole path when it is not below it. */
export function pathBelow(urlBase: string | undefined, { origin, pathname }: URL): string {
  if (urlBase === undefined) return pathname;
  const base = new URL(urlBase);
  const start = base.pathname.replace(/\/+$/, '');
  if (base.origin !== origin || !`${pathname}/`.startsWith(`${start}/`)) return pathname;
  return pathname.slice(start.length) || '/';
}
