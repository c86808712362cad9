import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';
import type { Bound } from './bound.ts';
import type { ComparableRequest } from './comparable-request.ts';
import type { ApiResponse } from './exchange.ts';
import { momentOf } from './moments.ts';
import { pageRecords } from './page-records.ts';

/** Where APIs say that there is another page. */
const NEXT = /next|cursor|continuation|has_?more|scroll|offset/i;

/** How APIs name the number of records in a page, as words in snake case: `limit`, `pageSize`, `page[size]`, `$top`, `variables.first`. */
const PAGE_SIZE =
  /(?:^|_)(?:limit|size|per_?page|page_?len(?:gth)?|count|first|top|take|rows|max|max_?results|max_?records|max_?items|num|results|batch|hits|n)$/;

/**
 * Leaves out the records that an API would not have given, because their cursor is outside of what was asked for. A record at a bound
 * stays. So does a whole page that may be taken for the last if it were shorter: too much is no harm, and too little would be.
 *
 * @param cursorPath Where a record has its cursor.
 */
export function narrowResponse(
  response: ApiResponse,
  request: ComparableRequest,
  bounds: readonly Bound[],
  cursorPath: readonly string[],
): ApiResponse {
  if (bounds.length === 0) return response;
  const page = pageRecords(response.body);
  if (page === undefined) return response;
  if (isFull(page.list, request) && !namesNext(page.value) && response.headers['link'] === undefined) return response;
  const kept = page.list.filter((record) => isInside(record, bounds, cursorPath));
  if (kept.length === page.list.length) return response;
  page.list.splice(0, page.list.length, ...kept);
  return { ...response, body: page.write() };
}

/** As long as was asked for. The number of a page, an offset or an id may be as large by chance. */
function isFull(list: readonly JsonValue[], { values }: ComparableRequest): boolean {
  return [...values].some(([name, value]) => value === String(list.length) && PAGE_SIZE.test(inSnakeCase(name)));
}

function inSnakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^a-z\d]+/gi, '_')
    .replace(/_$/, '')
    .toLowerCase();
}

function isInside(record: JsonValue, bounds: readonly Bound[], cursorPath: readonly string[]): boolean {
  const cursor = momentOf(
    cursorPath.reduce<unknown>((at, name) => (at as Record<string, unknown> | null)?.[name], record),
  );
  return cursor === undefined || bounds.every(({ side, at }) => (side === 'lower' ? cursor >= at : cursor <= at));
}

/** Whether a page says that there is another one. */
export function namesNext(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(
    ([name, item]) => (NEXT.test(name) && item !== null && item !== false && item !== '') || namesNext(item ?? null),
  );
}
