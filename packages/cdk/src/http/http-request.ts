import type { JsonValue } from '../protocol/json.ts';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type QueryValue = string | number | bigint | boolean | Date;

/**
 * Query parameters. A list gives the parameter once for each item; `undefined` and `null` leave it out; a Date is
 * written as ISO 8601.
 */
export interface QueryParams {
  readonly [name: string]: QueryValue | readonly QueryValue[] | null | undefined;
}

/** HTTP headers; `undefined` leaves one out. Names are case-insensitive. */
export interface HttpHeaders {
  readonly [name: string]: string | undefined;
}

/** What a request sends: a JSON document, form fields, or text or bytes as they stand. */
export type RequestBody =
  | { readonly json: JsonValue }
  | { readonly form: QueryParams }
  | { readonly text: string }
  | { readonly bytes: Uint8Array };

export interface HttpRequest {
  /** @default 'GET' */
  readonly method?: HttpMethod | undefined;
  /** An absolute URL, or a path below `urlBase`. */
  readonly url: string;
  /** Where a relative `url` starts, and whose origin may have the credentials. @default the client's `urlBase` */
  readonly urlBase?: string | undefined;
  /** Added to the query that `url` may already have; a parameter of the same name is replaced. */
  readonly params?: QueryParams | undefined;
  readonly headers?: HttpHeaders | undefined;
  readonly body?: RequestBody | undefined;
  /**
   * Lets a large body be read while it arrives, with `response.decode`, in place of being kept as a whole. A connection that
   * breaks after the first 256 KiB is then no longer tried again, but an error to whoever reads.
   * @default false
   */
  readonly streamed?: boolean | undefined;
}

/**
 * Joins `url` to `urlBase` and adds the parameters. `urlBase` keeps its path: `https://a.b/v1` + `/x` is
 * `https://a.b/v1/x`; an empty `url` is `urlBase` as it stands.
 */
export function buildUrl(urlBase: string | undefined, url: string, params?: QueryParams): URL {
  const isAbsolute = /^[a-z][a-z\d+.-]*:\/\//i.test(url);
  const base = urlBase ?? '';
  const joined = url === '' ? base : `${base.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
  const target = new URL(isAbsolute ? url : joined);
  // Gathered apart: each change of a URL's own searchParams writes the whole URL anew, and encodes it in its own way, which
  // a signed link would not survive.
  const added = new URLSearchParams();
  addParams(added, params);
  if (added.size === 0) return target;
  for (const name of added.keys()) if (target.searchParams.has(name)) target.searchParams.delete(name);
  target.search = target.search === '' ? added.toString() : `${target.search}&${added.toString()}`;
  return target;
}

/** Writes parameters as `application/x-www-form-urlencoded`. */
export function encodeForm(params: QueryParams): string {
  const form = new URLSearchParams();
  addParams(form, params);
  return form.toString();
}

function addParams(target: URLSearchParams, params: QueryParams | undefined): void {
  for (const name in params) {
    const value = params[name];
    if (value === undefined || value === null) continue;
    target.delete(name);
    for (const item of Array.isArray(value) ? (value as readonly QueryValue[]) : [value as QueryValue]) {
      target.append(name, item instanceof Date ? item.toISOString() : String(item));
    }
  }
}

/** The same headers under names in lower case: of two that differ in case only, the last. */
export function lowerCaseNames(headers: HttpHeaders | undefined): HttpHeaders {
  const lowerCased: Record<string, string | undefined> = {};
  for (const name in headers) lowerCased[name.toLowerCase()] = headers[name];
  return lowerCased;
}
