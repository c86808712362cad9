import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';
import { comparable } from '../../recording/comparable-request.ts';
import type { Page } from '../subject/page.ts';

/** Parameters that say how many records a page may have. */
const SIZE_NAME = /(?:^|[_.\-[])(?:limit|size|count|take|first|top|max|rows|results|per_?page)\]?$/i;

/** Members that lead to the next page, or tell whether there is one: `next`, `next_cursor`, `@odata.nextLink`, `has_more`. */
const NEXT_NAME = /^(?:@?odata\.)?(?:next|has_?(?:more|next)|more$|cursor$|continuation)/i;

/**
 * Tells whether a page shows that it is the last: it is shorter than was asked for, it counts as many records in all as came, or
 * it says that nothing follows, by a `next` that is null or a `has_more` that is false.
 *
 * @param before How many records came on the pages before it.
 */
export function isSurelyLast({ list, body, request, response }: Page, before: number): boolean {
  if (list.length === 0) return true;
  const size = [...comparable(request).values].find(([name]) => SIZE_NAME.test(snakeCase(name)))?.[1];
  if (list.length < Number(size)) return true;
  const { link } = response.headers;
  if (link !== undefined && !/rel="?next\b/.test(String(link))) return true;
  return membersOf(body).some(
    ([name, value]) =>
      (NEXT_NAME.test(name) && (value === null || value === false || value === '')) ||
      (/^(?:is_?)?last(?:_?page)?$/i.test(name) && value === true) ||
      (/total|count/i.test(name) && value === before + list.length),
  );
}

/** The member of a page by which it seems to name a next one; `undefined` when there is none. */
export function nextMember({ body }: Page): string | undefined {
  return membersOf(body).find(
    ([name, value]) =>
      NEXT_NAME.test(name) && value !== null && value !== false && value !== '' && !isJsonObject(value),
  )?.[0];
}

/** The members around the list, not those of records. */
function membersOf(value: JsonValue | undefined): (readonly [string, JsonValue | undefined])[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => [[name, member] as const, ...membersOf(member)]);
}

function snakeCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
}
