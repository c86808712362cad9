import type { HttpResponse } from '../http-response.ts';
import { readToken } from './cursor-paginator.ts';
import {
  isLastPage,
  type LastPage,
  type PageRequest,
  type PageResult,
  type Paginator,
  type RequestedPage,
} from './paginator.ts';

export interface NextUrlPaginatorOptions {
  /** Where the next page's URL stands in the JSON body: `links.next`. */
  readonly path: string;
  /** How the API says that a page is the last, besides giving no URL. @default only by giving no URL */
  readonly lastPage?: Exclude<LastPage, 'short'>;
}

/**
 * Follows the URL that each page's body gives for the next, absolute or relative to the page's own. The URL is taken as it
 * is: `requestParams` are sent with the first page only.
 *
 * @example new NextUrlPaginator({ path: 'links.next' })
 */
export class NextUrlPaginator implements Paginator<string> {
  readonly #options: NextUrlPaginatorOptions;

  constructor(options: NextUrlPaginatorOptions) {
    this.#options = options;
  }

  pageRequest({ pageToken }: RequestedPage<string>): PageRequest {
    return pageToken === undefined ? {} : { url: pageToken };
  }

  nextPageToken(response: HttpResponse, page: PageResult): string | undefined {
    const { path, lastPage } = this.#options;
    if (lastPage !== undefined && isLastPage(lastPage, response, page)) return undefined;
    const url = readToken(response, { path });
    return url === undefined ? undefined : absoluteUrl(String(url), response);
  }
}

/** A link in a response is relative to the URL that was asked for. */
export function absoluteUrl(link: string, response: HttpResponse): string {
  return URL.canParse(link, response.url) ? new URL(link, response.url).href : link;
}
