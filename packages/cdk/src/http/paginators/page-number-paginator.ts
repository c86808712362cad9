import type { HttpResponse } from '../http-response.ts';
import {
  isLastPage,
  type LastPage,
  type PageRequest,
  type PageResult,
  type Paginator,
  type RequestedPage,
  requirePageSize,
} from './paginator.ts';

export interface PageNumberPaginatorOptions {
  /** The query parameter of the page's number. @default 'page' */
  readonly param?: string;
  /** The number of the first page. @default 1 */
  readonly firstPage?: number;
  /** Records to ask for on a page. @default what the API gives */
  readonly pageSize?: number;
  /** The query parameter of the page size. @default 'per_page' */
  readonly sizeParam?: string;
  /** How the API says that a page is the last. @default 'empty' */
  readonly lastPage?: LastPage;
}

/**
 * Asks for page 1, 2, 3 … until a page is the last.
 *
 * A token counts pages of `pageSize`. Where `reducePageSizeOn` asks for fewer records, it has a fraction: 5.5 is the place in
 * the middle of page 5, which is page 10 of half the size. So a page of another size never skips a record.
 *
 * @example new PageNumberPaginator({ pageSize: 100, lastPage: 'short' })
 */
export class PageNumberPaginator implements Paginator<number> {
  readonly pageSize: number | undefined;
  readonly countsPages = true;
  readonly #firstPage: number;
  readonly #options: PageNumberPaginatorOptions;

  constructor(options: PageNumberPaginatorOptions = {}) {
    requirePageSize('PageNumberPaginator', options.lastPage, options.pageSize);
    this.pageSize = options.pageSize;
    this.#firstPage = options.firstPage ?? 1;
    this.#options = options;
  }

  pageRequest({ pageToken = this.#firstPage, pageSize }: RequestedPage<number>): PageRequest {
    const { param = 'page', sizeParam = 'per_page' } = this.#options;
    const page = pageSize === undefined ? pageToken : this.#firstPage + this.#recordsBefore(pageToken) / pageSize;
    return { params: { [param]: page, [sizeParam]: pageSize } };
  }

  nextPageToken(response: HttpResponse, page: PageResult<number>): number | undefined {
    const { lastPage = 'empty' } = this.#options;
    if (isLastPage(lastPage, response, page)) return undefined;
    const { pageToken = this.#firstPage, pageSize } = page;
    if (this.pageSize === undefined || pageSize === undefined) return pageToken + 1;
    return this.#firstPage + (this.#recordsBefore(pageToken) + pageSize) / this.pageSize;
  }

  /** Pages of one size begin at its multiples only. */
  acceptsPageSize(pageToken: number | undefined, pageSize: number): boolean {
    return this.#recordsBefore(pageToken ?? this.#firstPage) % pageSize === 0;
  }

  #recordsBefore(pageToken: number): number {
    return Math.round((pageToken - this.#firstPage) * (this.pageSize ?? 1));
  }
}
