import { isSameRequest } from '../../recording/answer-fit.ts';
import { comparable, showRequest } from '../../recording/comparable-request.ts';
import type { ApiRequest, ApiResponse, Reply } from '../../recording/exchange.ts';
import { saysEnd } from '../pagination/end-of-list.ts';
import { type Finding, failures, NotTestable, type StreamTest } from '../standard-test.ts';
import { findLink, type PageLink, withLinkTo } from '../subject/page-link.ts';
import type { Page } from '../subject/page.ts';
import { pageSequences } from '../subject/page-sequences.ts';
import type { TestedStream } from '../subject/tested-stream.ts';
import { missingIn } from './judge.ts';

/** Requests after which a read that does not end is ended. */
const MOST_REQUESTS = 20;

interface Loop {
  /** What the API does, in words. */
  readonly what: string;
  /** What the connector gets from then on. `undefined` for what has nothing to do with it. */
  readonly reply: (request: ApiRequest, respond: () => Promise<ApiResponse>) => Promise<Reply> | undefined;
}

export const endsSelfLink: StreamTest = {
  name: 'self-link',
  group: 'faults',
  proves:
    'A page that names itself as the next one ends the stream with an error, not in a loop and not as if it was the last.',
  advice: 'A paginator of the kit does so by itself; your own nextPageToken must notice a token that it has seen.',
  async run(stream) {
    const { page, link } = await linkedPages(stream);
    return readInLoop(stream, 'self-link', {
      what: `${showRequest(comparable(page.request))} names itself as the next page`,
      reply: (request, respond) =>
        isSameRequest(request, page.request)
          ? respond().then((response) => withLinkTo(response, link, page.request) ?? response)
          : undefined,
    });
  },
};

export const endsSamePage: StreamTest = {
  name: 'same-page',
  group: 'faults',
  proves: 'A page that comes again for every page number ends the stream with an error, not in a loop.',
  advice: 'A paginator of the kit does so by itself; your own must notice that a page is the one before.',
  async run(stream) {
    const { first, place } = await countedPages(stream);
    return readInLoop(stream, 'same-page', {
      what: `every page of ${place} is the first`,
      reply: (request) =>
        comparable(request).place === comparable(first.request).place ? Promise.resolve(first.response) : undefined,
    });
  },
};

/** Reads the stream alone while its pages go in a circle. */
async function readInLoop(stream: TestedStream, name: string, { what, reply }: Loop): Promise<Finding[]> {
  const stop = new AbortController();
  let looped = 0;
  const alter = async (request: ApiRequest, respond: () => Promise<ApiResponse>): Promise<Reply> => {
    const altered = reply(request, respond);
    if (altered === undefined) return respond();
    looped++;
    if (looped > MOST_REQUESTS) stop.abort();
    return altered;
  };
  const alteration = { name: `${name} ${stream.label}`, alter, stop: stop.signal };
  const read = stream.in(await stream.connector.readAlone(stream.entry, { alteration }));
  if (stop.signal.aborted) return failures(`${what}, and after ${MOST_REQUESTS} requests the read had not ended`);
  if (!read.isComplete)
    return read.events.some(({ kind }) => kind === 'error')
      ? []
      : failures(`${what}, and the stream ended without an error`);
  const missing = await missingIn(read.records, stream);
  return failures(
    `${what}, and the stream is COMPLETE${missing.length === 0 ? '' : `, though ${missing.length} records are missing`}`,
  );
}

/** A page in the middle, from which a link leads to the next. @throws NotTestable when there is none. */
async function linkedPages(stream: TestedStream): Promise<{ page: Page; link: PageLink }> {
  for (const pages of await pagesOf(stream)) {
    for (const [index, page] of pages.entries()) {
      const next = pages[index + 1];
      const link = next === undefined ? undefined : findLink(page, next.request);
      // The next page has a token or a URL of its own to be led back to; one that says it is the last leads nowhere.
      if (link !== undefined && next !== undefined && !saysEnd(next)) return { page: next, link };
    }
  }
  throw new NotTestable('its pages do not name the next one');
}

/** A list whose pages are counted by the connector. @throws NotTestable when there is none. */
async function countedPages(stream: TestedStream): Promise<{ first: Page; place: string }> {
  for (const [first, second] of await pagesOf(stream)) {
    if (first === undefined || second === undefined || first.list.length === 0) continue;
    if (findLink(first, second.request) === undefined) return { first, place: comparable(first.request).place };
  }
  throw new NotTestable('it does not count its pages');
}

async function pagesOf(stream: TestedStream): Promise<(readonly Page[])[]> {
  const { run, isComplete } = await stream.readAlone();
  if (!isComplete) throw new NotTestable('the read did not complete');
  const paged = pageSequences(run.exchanges).filter(({ pages }) => pages.length > 1);
  if (paged.length === 0) throw new NotTestable('no list had more than one page');
  return paged.map(({ pages }) => pages);
}
