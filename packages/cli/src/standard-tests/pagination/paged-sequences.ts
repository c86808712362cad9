import { NotTestable } from '../standard-test.ts';
import { type PageSequence, pageSequences } from '../subject/page-sequences.ts';
import type { TestedStream } from '../subject/tested-stream.ts';

/**
 * The lists of which the stream read more than one page.
 *
 * @throws NotTestable when there is none.
 */
export async function pagedSequences(stream: TestedStream): Promise<PageSequence[]> {
  const paged = (await listsOf(stream)).filter(({ pages }) => pages.length > 1);
  if (paged.length === 0) throw new NotTestable('no list had more than one page');
  return paged;
}

/**
 * All lists that the stream read.
 *
 * @throws NotTestable when there is none.
 */
export async function listsOf(stream: TestedStream): Promise<PageSequence[]> {
  const { run } = await stream.readAlone();
  if (run.exchanges.length === 0) throw new NotTestable('the connector’s requests do not come through HTTP_PROXY');
  const sequences = pageSequences(run.exchanges);
  if (sequences.length === 0) throw new NotTestable('no response was JSON with a list of records');
  return sequences;
}
