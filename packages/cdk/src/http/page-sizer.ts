import { ConnectorError } from '../errors/connector-error.ts';
import type { HttpContext } from './http-context.ts';
import { HttpError } from './http-error.ts';
import type { HttpResponse } from './http-response.ts';
import type { Paginator, RequestedPage } from './paginators/paginator.ts';
import type { ResponseRule } from './response-rule.ts';

/** After so many pages in a row a larger size is tried again; after twice as many when it fails once more, and so on. */
const PAGES_BEFORE_GROWTH = 5;

/** What a stream says about the size of its pages. */
export interface PageSizing {
  readonly name: string;
  readonly paginator?: Paginator<any>;
  readonly reducePageSizeOn?: readonly number[];
  readonly minPageSize?: number;
}

/**
 * Decides how many records a stream asks for on a page: half as many when the API cannot serve a page, and twice as many again
 * when it has served some. All slices share it: what was too big for one would be for the next.
 */
export class PageSizer {
  readonly #paginator: Paginator<any>;
  readonly #tooBig: readonly number[];
  readonly #largest: number;
  readonly #smallest: number;
  #size: number;
  #pages = 0;
  #pagesBeforeGrowth = PAGES_BEFORE_GROWTH;
  #hasGrown = false;

  /** @throws ConnectorError when the paginator does not let its page size change. */
  constructor({ name, paginator, reducePageSizeOn = [], minPageSize = 1 }: PageSizing) {
    if (paginator?.pageSize === undefined) {
      throw new ConnectorError(
        `reducePageSizeOn of stream "${name}" needs a paginator that can ask for fewer records: ` +
          `a CursorPaginator, OffsetPaginator, PageNumberPaginator or RelayPaginator with a pageSize`,
      );
    }
    this.#paginator = paginator;
    this.#tooBig = reducePageSizeOn;
    this.#largest = paginator.pageSize;
    this.#smallest = Math.min(minPageSize, this.#largest);
    this.#size = this.#largest;
  }

  /** The size to ask for the page of this token with: the one that works, or less where its pages begin elsewhere. */
  sizeAt(pageToken: unknown): number {
    return this.#sizeUpTo(this.#size, pageToken);
  }

  /**
   * Asks for a page, and again with a smaller `pageSize` as long as it is too big.
   *
   * @param send Sends the request of the page as it is now; a page that is too big must fail at once, which is what the rule is for.
   */
  async request(
    page: HttpContext & { readonly pageToken: unknown; pageSize: number | undefined },
    send: (rule: ResponseRule | undefined) => Promise<HttpResponse>,
  ): Promise<HttpResponse> {
    for (;;) {
      const smaller = this.#smallerThan(page);
      try {
        const response = await send(
          smaller === undefined ? undefined : { status: this.#tooBig, action: 'fail', failureType: 'transient_error' },
        );
        this.#succeed();
        return response;
      } catch (error) {
        const isTooBig = error instanceof HttpError && this.#tooBig.includes(error.status);
        if (smaller === undefined || !isTooBig) throw error;
        page.logger.warn(`${error.message}. Asking again for ${smaller} records in place of ${page.pageSize}`);
        this.#reduceTo(smaller);
        page.pageSize = smaller;
      }
    }
  }

  /** The size to ask for a page with that is too big; `undefined` when there is no smaller one. */
  #smallerThan({ pageToken, pageSize = this.#size }: RequestedPage): number | undefined {
    if (pageSize <= this.#smallest) return undefined;
    const size = this.#sizeUpTo(Math.max(this.#smallest, Math.floor(pageSize / 2)), pageToken);
    return size < this.#smallest ? undefined : size;
  }

  #reduceTo(size: number): void {
    if (this.#hasGrown) this.#pagesBeforeGrowth *= 2;
    this.#hasGrown = false;
    this.#size = Math.min(this.#size, size);
    this.#pages = 0;
  }

  #succeed(): void {
    if (this.#size === this.#largest || ++this.#pages < this.#pagesBeforeGrowth) return;
    this.#size = Math.min(this.#size * 2, this.#largest);
    this.#pages = 0;
    this.#hasGrown = true;
  }

  #sizeUpTo(most: number, pageToken: unknown): number {
    let size = most;
    while (size > 1 && this.#paginator.acceptsPageSize?.(pageToken, size) === false) size--;
    return size;
  }
}
