import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';
import { comparable, type ComparableRequest } from '../../recording/comparable-request.ts';
import type { Exchange } from '../../recording/exchange.ts';
import { type Page, pageOf } from './page.ts';
import { findLink } from './page-link.ts';

/** Pages that follow each other, in their order. */
export interface PageSequence {
  /** `GET https://api.example.com/orders`. */
  readonly place: string;
  readonly pages: readonly Page[];
}

/**
 * The lists among what was asked and answered. A page belongs to the list whose last page leads to it: by a link, by a count that goes
 * on, or by its last record. So lists of the same place, such as those of windows of time, stay apart. A request that was sent again
 * counts once.
 */
export function pageSequences(exchanges: readonly Exchange[]): PageSequence[] {
  const sequences: { readonly place: string; readonly pages: Page[] }[] = [];
  const seen = new Set<string>();
  for (const exchange of exchanges) {
    const { key, method, place } = comparable(exchange.request);
    const page = pageOf(exchange);
    if (page === undefined || seen.has(key)) continue;
    seen.add(key);
    const name = `${method} ${place}`;
    const known = sequences.findLast((one) => one.place === name && leadsTo(one.pages.at(-1), page));
    if (known === undefined) sequences.push({ place: name, pages: [page] });
    else known.pages.push(page);
  }
  return sequences;
}

function leadsTo(page: Page | undefined, next: Page): boolean {
  if (page === undefined) return false;
  if (findLink(page, next.request) !== undefined) return true;
  return isContinued(comparable(page.request), comparable(next.request), page.list.at(-1));
}

/** Whether a request differs from the one before only in counts that went up, or in values of the last record that came. */
function isContinued(before: ComparableRequest, next: ComparableRequest, lastRecord: JsonValue | undefined): boolean {
  const names = [...new Set([...before.values.keys(), ...next.values.keys()])].filter(
    (name) => before.values.get(name) !== next.values.get(name),
  );
  const isNext = (name: string): boolean => {
    const [old, value = ''] = [before.values.get(name), next.values.get(name)];
    if (isJsonObject(lastRecord) && value !== '' && Object.values(lastRecord).map(String).includes(value)) return true;
    return COUNT_NAME.test(name) && isCount(value) && (old === undefined || Number(value) > Number(old));
  };
  return names.length > 0 && names.every(isNext);
}

/** Parameters that count pages or records, and not, as `store_id` does, lists. */
const COUNT_NAME = /page|offset|skip|start|from|index|position|cursor|after|^p$/i;

/** Greater numbers are moments. */
function isCount(value: string): boolean {
  return /^\d{1,7}$/.test(value);
}
