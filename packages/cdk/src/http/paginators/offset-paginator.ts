import type { HttpResponse } from '../http-response.ts';
import { isLastPage, type LastPage, type PageRequest, type PageResult, type Paginator } from './paginator.ts';

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
  readonly #options: Required<OffsetPaginatorOptions>;

  constructor(options: OffsetPaginatorOptions) {
    this.#options = { param: 'offset', sizeParam: 'limit', lastPage: 'short', ...options };
  }

  pageRequest(pageToken = 0): PageRequest {
    const { param, pageSize, sizeParam } = this.#options;
    return { params: { [param]: pageToken, [sizeParam]: pageSize } };
  }

  nextPageToken(response: HttpResponse, { pageToken = 0, recordCount }: PageResult<number>): number | undefined {
    const { lastPage, pageSize } = this.#options;
    return isLastPage(lastPage, response, recordCount, pageSize) ? undefined : pageToken + recordCount;
  }
}
