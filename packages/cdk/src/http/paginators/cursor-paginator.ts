import { ConnectorError } from '../../errors/connector-error.ts';
import { showValue } from '../../protocol/json.ts';
import type { HttpResponse } from '../http-response.ts';
import { valueAtPath } from '../value-at-path.ts';
import {
  isLastPage,
  type LastPage,
  type PageRequest,
  type PageResult,
  type Paginator,
  type RequestedPage,
  requirePageSize,
} from './paginator.ts';

/** Where a response says something: a path into its JSON body, or a header. */
export type TokenSource = { readonly path: string } | { readonly header: string };

/** The field of a record after which the next page begins. */
export interface LastRecordToken {
  /** The field's name, or a path: `id`. */
  readonly lastRecord: string;
}

export interface CursorPaginatorOptions {
  /**
   * Where the token of the next page stands: `{ path: 'meta.next_cursor' }` in the body, `{ header: 'X-Next-Cursor' }`, or
   * `{ lastRecord: 'id' }` for APIs that go on after a record: in the last one that they sent, whatever `parseResponse` keeps of it.
   */
  readonly token: TokenSource | LastRecordToken;
  /** The query parameter that takes the token. @default 'cursor' */
  readonly param?: string;
  /** Records to ask for on a page. @default what the API gives */
  readonly pageSize?: number;
  /** The query parameter of the page size. @default 'limit' */
  readonly sizeParam?: string;
  /** How the API says that a page is the last, besides giving no token or no records. @default only by that */
  readonly lastPage?: LastPage;
}

/**
 * Follows the token that each page gives for the next. A token that is missing, null or empty ends the list; with `lastRecord`, an
 * empty page does, and a record without the field is an error.
 *
 * @example new CursorPaginator({ token: { path: 'next_cursor' }, pageSize: 100 })
 * @example new CursorPaginator({ token: { lastRecord: 'id' }, param: 'starting_after', lastPage: { path: 'has_more', equals: false } })
 */
export class CursorPaginator implements Paginator<string | number> {
  readonly pageSize: number | undefined;
  readonly #options: CursorPaginatorOptions;

  constructor(options: CursorPaginatorOptions) {
    requirePageSize('CursorPaginator', options.lastPage, options.pageSize);
    this.pageSize = options.pageSize;
    this.#options = options;
  }

  pageRequest({ pageToken, pageSize }: RequestedPage<string | number>): PageRequest {
    const { param = 'cursor', sizeParam = 'limit' } = this.#options;
    return { params: { [param]: pageToken, [sizeParam]: pageSize } };
  }

  nextPageToken(response: HttpResponse, page: PageResult): string | number | undefined {
    const { token, lastPage } = this.#options;
    if (lastPage !== undefined && isLastPage(lastPage, response, page)) return undefined;
    return 'lastRecord' in token ? tokenOf(page.lastRecord, token.lastRecord, response) : readToken(response, token);
  }
}

/** @throws ConnectorError for a record without such a field: to end there would lose what follows. */
function tokenOf(record: unknown, field: string, response: HttpResponse): string | number | undefined {
  if (record === undefined) return undefined;
  const value = valueAtPath(record, field);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return value;
  const found = value === undefined ? 'nothing' : showValue(value);
  throw new ConnectorError(
    `The last record in the response of ${response.request} must have text or a number at "${field}" to go on after, got ${found}`,
  );
}

/**
 * The token that a response holds; `undefined` when it is missing, null, false or empty.
 *
 * @throws ConnectorError when something else than text or a number stands there.
 */
export function readToken(response: HttpResponse, source: TokenSource): string | number | undefined {
  const value = valueAt(response, source);
  if (value === undefined || value === null || value === false || value === '') return undefined;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new ConnectorError(
    `The response of ${response.request} must have a page token at ${placeOf(source)}, got ${showValue(value)}`,
  );
}

/** What stands there in a response; `undefined` for nothing. */
export function valueAt(response: HttpResponse, source: TokenSource): unknown {
  if ('header' in source) return response.header(source.header);
  // An answer without content has no body to look into.
  return response.status === 204 ? undefined : valueAtPath(response.json(), source.path);
}

/** Where that is, for a message. */
export function placeOf(source: TokenSource): string {
  return 'header' in source ? `header "${source.header}"` : `"${source.path}"`;
}
