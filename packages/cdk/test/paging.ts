import type { HttpResponse } from '../src/http/http-response.ts';
import type { PageRequest, PageResult, Paginator } from '../src/http/paginators/paginator.ts';

/** What a paginator adds to the request of a page of its own size. */
export function requestOf<TPageToken>(paginator: Paginator<TPageToken>, pageToken?: TPageToken): PageRequest {
  return paginator.pageRequest({ pageToken, pageSize: paginator.pageSize });
}

/** The token that a paginator gives after a page of its own size, of two records unless the test says otherwise. */
export function tokenAfter<TPageToken>(
  paginator: Paginator<TPageToken>,
  response: HttpResponse,
  page: Partial<PageResult<TPageToken>> = {},
): TPageToken | undefined {
  const whole = { pageToken: undefined, pageSize: paginator.pageSize, recordCount: 2, lastRecord: undefined, ...page };
  return paginator.nextPageToken(response, whole);
}
