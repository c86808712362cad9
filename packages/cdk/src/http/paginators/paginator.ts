import { ConnectorError } from '../../errors/connector-error.ts';
import type { HttpHeaders, QueryParams } from '../http-request.ts';
import type { HttpResponse } from '../http-response.ts';
import { valueAtPath } from '../value-at-path.ts';

/** What a paginator adds to the request of a page. */
export interface PageRequest {
  /** Takes the place of the stream's `path` and parameters: the API gave the whole URL of the page. */
  readonly url?: string;
  readonly params?: QueryParams;
  readonly headers?: HttpHeaders;
}

/** What is known of a page once its records are read. */
export interface PageResult<TPageToken = unknown, TRecord = unknown> {
  /** The token this page was asked for with; `undefined` for the first page. */
  readonly pageToken: TPageToken | undefined;
  readonly recordCount: number;
  /** For APIs that go on "after this record"; `undefined` for an empty page. */
  readonly lastRecord: TRecord | undefined;
}

/**
 * Knows how an API splits a list into pages. A paginator keeps nothing between two pages: all it needs is in the token, which
 * can therefore be logged, compared, and kept in a state.
 */
export interface Paginator<TPageToken = unknown> {
  /** What the request needs to get the page of this token; `undefined` asks for the first page. */
  pageRequest(pageToken: TPageToken | undefined): PageRequest;
  /** The token of the page after this one; `undefined` when this one is the last. */
  nextPageToken(response: HttpResponse, page: PageResult<TPageToken>): TPageToken | undefined;
}

/**
 * How an API says that a page is the last: it is empty, it has fewer records than were asked for, or a field of the body
 * has a certain value, as in `{ path: 'has_more', equals: false }`.
 */
export type LastPage = 'empty' | 'short' | { readonly path: string; readonly equals: string | number | boolean | null };

/** @throws ConnectorError when a page could never be told to be short. */
export function requirePageSize(paginator: string, lastPage: LastPage | undefined, pageSize: number | undefined): void {
  if (lastPage !== 'short' || pageSize !== undefined) return;
  throw new ConnectorError(`${paginator}: lastPage 'short' needs a pageSize to tell a short page by`);
}

/** Tells whether a page is the last one. */
export function isLastPage(
  lastPage: LastPage,
  response: HttpResponse,
  recordCount: number,
  pageSize: number | undefined,
): boolean {
  if (response.status === 204) return true;
  if (typeof lastPage === 'object') return valueAtPath(response.json(), lastPage.path) === lastPage.equals;
  return recordCount === 0 || (lastPage === 'short' && pageSize !== undefined && recordCount < pageSize);
}
