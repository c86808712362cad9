import { comparable } from '../../recording/comparable-request.ts';
import { emptyPage } from '../../recording/faults.ts';
import { type Finding, failures, NotTestable, type StreamTest } from '../standard-test.ts';
import { findLink } from '../subject/page-link.ts';
import { pageSequences } from '../subject/page-sequences.ts';
import { keyOf, showKeys } from '../subject/records-of.ts';
import type { TestedStream } from '../subject/tested-stream.ts';
import { missingIn } from './judge.ts';
import { readWithFault } from './read-with-fault.ts';
import { targetOf } from './target.ts';

export const passesEmptyPage: StreamTest = {
  name: 'empty-page',
  group: 'faults',
  proves: 'An empty page in the middle of a list, which names a next one, is not the end: the pages after it are read.',
  advice: 'Stop where the API says so, not at an empty page: a filter of the API can leave a page without records.',
  async run(stream) {
    const after = await recordsBehindTarget(stream);
    const { read, what } = await readWithFault(stream, {
      name: 'empty-page',
      what: 'a page without records',
      reply: async (respond) => emptyPage(await respond()),
    });
    if (!read.isComplete) {
      const error = read.events.find((event) => event.kind === 'error');
      return failures(
        `${what} made the stream fail: ${error?.kind === 'error' ? error.message : 'it is not COMPLETE'}`,
      );
    }
    const missing = (await missingIn(read.records, stream)).filter((record) => after.has(keyOf(record, stream)));
    const finding: Finding[] =
      missing.length === 0
        ? []
        : failures(
            `${what} ended the read, and ${missing.length} records of later pages are missing: ${showKeys(missing, stream)}`,
          );
    return finding;
  },
};

/**
 * The keys of the records on pages that come after the one that the fault hits.
 *
 * @throws NotTestable where a page does not name the next: an empty one may well be the last.
 */
async function recordsBehindTarget(stream: TestedStream): Promise<Set<string>> {
  if (stream.primaryKey.length === 0) throw new NotTestable('the stream has no primary key');
  const { key } = comparable((await targetOf(stream)).request);
  const { run } = await stream.readAlone();
  const sequence = pageSequences(run.exchanges).find(({ pages }) =>
    pages.some(({ request }) => comparable(request).key === key),
  );
  const pages = sequence?.pages ?? [];
  const at = pages.findIndex(({ request }) => comparable(request).key === key);
  const [page, next] = [pages[at], pages[at + 1]];
  if (page === undefined || next === undefined) throw new NotTestable('no page comes after the second');
  if (findLink(page, next.request) === undefined) throw new NotTestable('its pages do not name the next one');
  return new Set(pages.slice(at + 1).flatMap(({ list }) => list.map((record) => keyOf(record, stream))));
}
