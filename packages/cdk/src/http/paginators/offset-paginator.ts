import type { HttpResponse } from '../http-response.ts';
import {
  isLastPage,
  type LastPage,
  type PageRequest,
  type PageResult,
  type Paginator,
  type RequestedPage,
} from './paginator.ts';

export interface OffsetPaginatorOptions {
  /** Records to ask for on a page. */
  readonly pageSize: number;
  /** The query parameter of the number of records to skip. @default 'offset' */
  readonly param?: string;
  /** The query parameter of the page size. @default 'limit' */
  readonly sizeParam?: string;
  /** How the API says that a page is the last. @default 'short' */
  readonly lastPage?: LastPage;
}

/**
 * Asks for records 0, 100, 200 … on until a page is the last. The offset moves on by the records that came, so an API that
 * gives fewer than were asked for loses none; with one that does, declare `lastPage: 'empty'`.
 *
 * @example new OffsetPaginator({ pageSize: 100 })
 */
export class OffsetPaginator implements Paginator<number> {
  readonly pageSize: number;
  readonly #options: OffsetPaginatorOptions;

  constructor(options: OffsetPaginatorOptions) {
    this.pageSize = options.pageSize;
    this.#options = options;
  }

  pageRequest({ pageToken = 0, pageSize }: RequestedPage<number>): PageRequest {
    const { param = 'offset', sizeParam = 'limit' } = this.#options;
    return { params: { [param]: pageToken, [sizeParam]: pageSize } };
  }

  nextPageToken(response: HttpResponse, page: PageResult<number>): number | undefined {
    const { lastPage = 'short' } = this.#options;
    return isLastPage(lastPage, response, page) ? undefined : (page.pageToken ?? 0) + page.recordCount;
  }
}
