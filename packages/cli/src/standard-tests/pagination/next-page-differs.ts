import { canonicalJson } from '@headwater/kill-anywhere';
import { failures, type StreamTest } from '../standard-test.ts';
import { pagedSequences } from './paged-sequences.ts';

export const nextPageDiffers: StreamTest = {
  name: 'next-page-differs',
  group: 'pagination',
  proves: 'No page has the same records as the one before: the API understands how the next page is asked for.',
  advice:
    'Compare the name of the page parameter with the documentation of the API: many answer the first page to a parameter that they do not know.',
  async run(stream) {
    const problems: string[] = [];
    for (const { place, pages } of await pagedSequences(stream)) {
      const same = pages.findIndex(
        ({ list }, index) => list.length > 0 && canonicalJson(list) === canonicalJson(pages[index - 1]?.list ?? null),
      );
      if (same === -1) continue;
      problems.push(`page ${same + 1} of ${place} has the same ${pages[same]?.list.length} records as the page before`);
    }
    return failures(...problems);
  },
};
