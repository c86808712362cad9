import { counted } from '../../terminal/show.ts';
import { type Finding, failures, NotTestable, type StreamTest, warnings } from '../standard-test.ts';
import { findLink, namesNext } from '../subject/page-link.ts';
import type { Page } from '../subject/page.ts';
import type { PageSequence } from '../subject/page-sequences.ts';
import { isSurelyLast, newWord, nextMember, saysEnd } from './end-of-list.ts';
import { listsOf } from './paged-sequences.ts';

const SHOWN = 3;

export const lastPage: StreamTest = {
  name: 'last-page',
  group: 'pagination',
  proves: 'The last page that was read is the last there is: it says so, names no next one, or is short or empty.',
  advice:
    'Look at where the paginator takes the next page from, and at its lastPage: the read may have ended too early.',
  async run(stream) {
    if (stream.connector.api === 'recording') throw new NotTestable('a recording has fewer records on a page');
    const { isComplete } = await stream.readAlone();
    if (!isComplete) throw new NotTestable('the read did not complete');
    return (await listsOf(stream)).flatMap(problemOf).slice(0, SHOWN);
  },
};

function problemOf({ place, pages }: PageSequence): Finding[] {
  const [first, second] = pages;
  const last = pages.at(-1);
  if (first === undefined || last === undefined) return [];
  if (second === undefined) {
    const next = nextMember(first);
    return next === undefined ? [] : warnings(`the only page of ${place} has "${next}", and no page after it was read`);
  }
  const link = findLink(first, second.request);
  if (link !== undefined) return namesNext(last, link) ? unreadPage(last, { place, pages }) : [];
  const most = Math.max(...pages.map(({ list }) => list.length));
  const before = pages.slice(0, -1).reduce((sum, { list }) => sum + list.length, 0);
  if (last.list.length < most || isSurelyLast(last, before)) return [];
  return warnings(
    `the last page of ${place}, number ${pages.length}, is as full as the others: ${counted(most, 'record')}`,
  );
}

/** A last page that names a next one: some APIs always do, and say the end otherwise. */
function unreadPage(last: Page, { place, pages }: PageSequence): Finding[] {
  if (saysEnd(last)) return [];
  const what = `page ${pages.length} of ${place} names a next page, which was not read`;
  if (last.list.length === 0) return warnings(`${what}: it has no records`);
  const word = newWord(pages);
  return word === undefined ? failures(what) : warnings(`${what}: ${word} there, and on no page before it`);
}
