import type { HttpResponse } from '../http-response.ts';
import { absoluteUrl } from './next-url-paginator.ts';
import type { PageRequest, Paginator, RequestedPage } from './paginator.ts';

export interface LinkHeaderPaginatorOptions {
  /** Records to ask for on a page. @default what the API gives */
  readonly pageSize?: number;
  /** The query parameter of the page size, for the first page; the links carry it on. @default 'per_page' */
  readonly sizeParam?: string;
}

/**
 * Follows the `Link` header with `rel="next"`; a response without one is the last page.
 *
 * @example new LinkHeaderPaginator({ pageSize: 100 })
 * @see RFC 8288
 */
export class LinkHeaderPaginator implements Paginator<string> {
  readonly #options: LinkHeaderPaginatorOptions;

  constructor(options: LinkHeaderPaginatorOptions = {}) {
    this.#options = options;
  }

  pageRequest({ pageToken }: RequestedPage<string>): PageRequest {
    const { pageSize, sizeParam = 'per_page' } = this.#options;
    return pageToken === undefined ? { params: { [sizeParam]: pageSize } } : { url: pageToken };
  }

  nextPageToken(response: HttpResponse): string | undefined {
    const link = nextLink(response.header('link') ?? '');
    return link === undefined ? undefined : absoluteUrl(link, response);
  }
}

/** The target of the first link whose relations include `next`. */
export function nextLink(header: string): string | undefined {
  // A link is <URL> and its parameters; a comma or semicolon inside the brackets or inside quotes does not end it.
  for (const [, target, parameters = ''] of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g,
  )) {
    const relation = [...parameters.matchAll(/;\s*([^\s=;,]+)(?:\s*=\s*(?:"([^"]*)"|([^\s;,"]*)))?/g)].find(
      ([, name = '']) => name.toLowerCase() === 'rel',
    );
    const names = (relation?.[2] ?? relation?.[3] ?? '').toLowerCase().split(/\s+/);
    if (names.includes('next')) return target;
  }
  return undefined;
}
