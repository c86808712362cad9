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

/** The page that a paginator is to ask for. */
export interface RequestedPage<TPageToken = unknown> {
  /** What `nextPageToken` gave for it; `undefined` for the first page. */
  readonly pageToken: TPageToken | undefined;
  /** How many records to ask for: the paginator's own `pageSize`, or fewer after `reducePageSizeOn`. */
  readonly pageSize: number | undefined;
}

/**
 * What is known of a page once its records are read: of those that the API sent, whatever `parseResponse` makes of them.
 *
 * Either of the two throws a ConnectorError where `parseResponse` made a list of its own from `response.json()` and no `recordPath` is
 * declared: then nobody saw what the API sent.
 */
export interface PageResult<TPageToken = unknown, TRecord = unknown> extends RequestedPage<TPageToken> {
  readonly recordCount: number;
  /** For APIs that go on "after this record"; `undefined` for an empty page. A copy, with the fields that the API gave it. */
  readonly lastRecord: TRecord | undefined;
}

/**
 * Knows how an API splits a list into pages. A paginator keeps nothing between two pages: all it needs is in the token, which
 * can therefore be logged, compared, and kept in a state.
 */
export interface Paginator<TPageToken = unknown> {
  /** How many records it asks for on a page. To say it is to allow fewer: a stream's `reducePageSizeOn` needs that. */
  readonly pageSize?: number | undefined;
  /**
   * Whether a token counts pages. A read that broke off is then gone on with only as long as `pageSize` is the same: with
   * another one, page 7 begins elsewhere.
   * @default false
   */
  readonly countsPages?: boolean;
  /** What the request needs to get a page. */
  pageRequest(page: RequestedPage<TPageToken>): PageRequest;
  /** The token of the page after this one; `undefined` when this one is the last. */
  nextPageToken(response: HttpResponse, page: PageResult<TPageToken>): TPageToken | undefined;
  /** Tells whether a page of another size can begin where this token points. @default it always can */
  acceptsPageSize?(pageToken: TPageToken | undefined, pageSize: number): boolean;
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
export function isLastPage(lastPage: LastPage, response: HttpResponse, page: PageResult): boolean {
  if (response.status === 204) return true;
  if (typeof lastPage === 'object') return valueAtPath(response.json(), lastPage.path) === lastPage.equals;
  const { recordCount, pageSize } = page;
  return recordCount === 0 || (lastPage === 'short' && pageSize !== undefined && recordCount < pageSize);
}
