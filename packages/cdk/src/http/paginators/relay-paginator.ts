import { ConnectorError } from '../../errors/connector-error.ts';
import { isJsonObject, showValue } from '../../protocol/json.ts';
import type { HttpResponse } from '../http-response.ts';
import { valueAtPath } from '../value-at-path.ts';
import type { PageRequest, Paginator, RequestedPage } from './paginator.ts';

export interface RelayPaginatorOptions {
  /** Where `pageInfo { hasNextPage endCursor }` stands in the response: `data.orders.pageInfo`. */
  readonly path: string;
  /** Records to ask for on a page. @default what the query itself says */
  readonly pageSize?: number;
  /** The variable that takes the cursor. @default 'after' */
  readonly param?: string;
  /** The variable of the page size. @default 'first' */
  readonly sizeParam?: string;
}

/**
 * Follows the cursors of a GraphQL connection as Relay defines it.
 *
 * @example new RelayPaginator({ path: 'data.orders.pageInfo', pageSize: 100 })
 * @see https://relay.dev/graphql/connections.htm
 */
export class RelayPaginator implements Paginator<string> {
  readonly pageSize: number | undefined;
  readonly #options: RelayPaginatorOptions;

  constructor(options: RelayPaginatorOptions) {
    this.pageSize = options.pageSize;
    this.#options = options;
  }

  pageRequest({ pageToken, pageSize }: RequestedPage<string>): PageRequest {
    const { param = 'after', sizeParam = 'first' } = this.#options;
    return { params: { [param]: pageToken, [sizeParam]: pageSize } };
  }

  /** @throws ConnectorError when the query did not ask for `pageInfo`: without it nobody knows of the other pages. */
  nextPageToken(response: HttpResponse): string | undefined {
    const { path } = this.#options;
    const pageInfo = valueAtPath(response.json(), path);
    const { hasNextPage, endCursor } = isJsonObject(pageInfo) ? pageInfo : {};
    if (hasNextPage === false) return undefined;
    if (hasNextPage === true && typeof endCursor === 'string' && endCursor !== '') return endCursor;
    throw new ConnectorError(
      `The response of ${response.request} must have { hasNextPage, endCursor } at "${path}", got ${showValue(pageInfo ?? null)}. ` +
        `Ask for pageInfo { hasNextPage endCursor } in the query`,
    );
  }
}
