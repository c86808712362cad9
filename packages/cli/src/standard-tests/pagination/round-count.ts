import { counted } from '../../terminal/show.ts';
import { NotTestable, type StreamTest, warnings } from '../standard-test.ts';
import { isSurelyLast } from './end-of-list.ts';
import { listsOf } from './paged-sequences.ts';

export const roundCount: StreamTest = {
  name: 'round-count',
  group: 'pagination',
  proves: 'No list ends after one page with a suspiciously round number of records.',
  advice:
    'The number may be the page size of the API: give the stream a paginator. Where it is right, say so under "accept".',
  async run(stream) {
    if (stream.connector.api === 'recording') throw new NotTestable('a recording has fewer records on a page');
    const lists = await listsOf(stream);
    const single = lists.flatMap(({ place, pages: [page, ...more] }) =>
      page === undefined || more.length > 0 || isSurelyLast(page, 0) ? [] : [{ place, count: page.list.length }],
    );
    return warnings(
      ...single
        .filter(({ count }) => isRound(count))
        .map(({ place, count }) => `${place} gave exactly ${counted(count, 'record')}, and nobody asked for more`),
    );
  },
};

function isRound(count: number): boolean {
  return count >= 10 && (count % 50 === 0 || [10, 20, 25, 30, 40].includes(count) || Math.log2(count) % 1 === 0);
}
