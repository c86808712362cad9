import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';
import { comparable } from '../../recording/comparable-request.ts';
import type { Page } from '../subject/page.ts';

/** Parameters that say how many records a page may have. */
const SIZE_NAME = /(?:^|[_.\-[])(?:limit|size|count|take|first|top|max|rows|results|per_?page)\]?$/i;

/** Text that is longer says more than that it is the end. */
const LONGEST_FLAG = 20;

/** Members that lead to the next page, or tell whether there is one: `next`, `next_cursor`, `@odata.nextLink`, `has_more`. */
const NEXT_NAME = /^(?:@?odata\.)?(?:next|has_?(?:more|next)|more$|cursor$|continuation)/i;

/** Members that say by `false` that nothing follows. */
const MORE_NAME = /^(?:has_?(?:more|next)\w*|more|is_?truncated)$/i;

/** Members that say by `true` that nothing follows: `is_last_page`, `end_of_stream`, `done`. */
const END_NAME = /^(?:is_?)?(?:last(?:_?page)?|final(?:_?page)?|end_?of_?\w+|eof|done|exhausted)$/i;

/** Whether a page says in so many words that it is the last, even where it names a next one. */
export function saysEnd({ body }: Page): boolean {
  return membersOf(body).some(
    ([name, value]) => (MORE_NAME.test(name) && value === false) || (END_NAME.test(name) && value === true),
  );
}

/**
 * What the last of some pages says otherwise than all before it: `"state" is "final"`. A flag that nobody knows but its API may be what ended
 * the list. `undefined` when there is nothing of the kind.
 */
export function newWord(pages: readonly Page[]): string | undefined {
  const [first, ...others] = pages.map(({ body }) => new Map(membersOf(body)));
  const last = others.pop();
  // Of one page before it, nobody knows what stays the same.
  if (first === undefined || last === undefined || others.length === 0) return undefined;
  const found = [...last].find(([name, value]) => {
    const before = first.get(name);
    const isFlag = typeof value === 'boolean' || (typeof value === 'string' && value.length <= LONGEST_FLAG);
    return (
      isFlag && typeof before === typeof value && before !== value && others.every((one) => one.get(name) === before)
    );
  });
  return found && `"${found[0]}" is ${JSON.stringify(found[1])}`;
}

/**
 * Tells whether a page shows that it is the last: it is shorter than was asked for, it counts as many records in all as came, or
 * it says that nothing follows, by a `next` that is null or a `has_more` that is false.
 *
 * @param before How many records came on the pages before it.
 */
export function isSurelyLast(page: Page, before: number): boolean {
  const { list, body, request, response } = page;
  if (list.length === 0 || saysEnd(page)) return true;
  const size = [...comparable(request).values].find(([name]) => SIZE_NAME.test(snakeCase(name)))?.[1];
  if (list.length < Number(size)) return true;
  const { link } = response.headers;
  if (link !== undefined && !/rel="?next\b/.test(String(link))) return true;
  return membersOf(body).some(
    ([name, value]) =>
      (NEXT_NAME.test(name) && (value === null || value === false || value === '')) ||
      (/total|count/i.test(name) && value === before + list.length),
  );
}

/** The member of a page by which it seems to name a next one; `undefined` when there is none, or when it says that it is the last. */
export function nextMember(page: Page): string | undefined {
  if (saysEnd(page)) return undefined;
  return membersOf(page.body).find(
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
