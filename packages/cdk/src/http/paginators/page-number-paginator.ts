import type { HttpResponse } from '../http-response.ts';
import {
  isLastPage,
  type LastPage,
  type PageRequest,
  type PageResult,
  type Paginator,
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
 * @example new PageNumberPaginator({ pageSize: 100, lastPage: 'short' })
 */
export class PageNumberPaginator implements Paginator<number> {
  readonly #options: Required<Omit<PageNumberPaginatorOptions, 'pageSize'>> & { readonly pageSize: number | undefined };

  constructor(options: PageNumberPaginatorOptions = {}) {
    requirePageSize('PageNumberPaginator', options.lastPage, options.pageSize);
    this.#options = {
      param: 'page',
      firstPage: 1,
      sizeParam: 'per_page',
      lastPage: 'empty',
      pageSize: undefined,
      ...options,
    };
  }

  pageRequest(pageToken: number | undefined): PageRequest {
    const { param, firstPage, pageSize, sizeParam } = this.#options;
    return { params: { [param]: pageToken ?? firstPage, [sizeParam]: pageSize } };
  }

  nextPageToken(response: HttpResponse, { pageToken, recordCount }: PageResult<number>): number | undefined {
    const { firstPage, lastPage, pageSize } = this.#options;
    return isLastPage(lastPage, response, recordCount, pageSize) ? undefined : (pageToken ?? firstPage) + 1;
  }
}
