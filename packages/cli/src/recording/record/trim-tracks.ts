import { trimBody } from '../page-records.ts';
import type { Track } from './track.ts';

/** How much of a stream is kept. */
export interface Trim {
  /** Records of a page. `undefined` keeps all. */
  readonly records: number | undefined;
  /** Records of the last page of each chain. */
  readonly lastRecords: number | undefined;
  /** Pages of each chain, the last one included. */
  readonly pages: number | undefined;
}

/**
 * What to try, the smallest first. Which one keeps the end of paging where it is depends on how an API tells it, and that a replay finds
 * out: a page that is short because records are missing may be taken for the last.
 */
export function trims(records: number, pages: number): readonly Trim[] {
  return [
    { records, lastRecords: records, pages },
    { records: undefined, lastRecords: records, pages: Math.min(pages, 2) },
    { records, lastRecords: records, pages: undefined },
    { records: undefined, lastRecords: records, pages: undefined },
    { records: undefined, lastRecords: undefined, pages: undefined },
  ];
}

/** Pages that follow each other: requests of one place in one read. */
export function chainOf({ request, owner, isSecond }: Track): string {
  const { origin, pathname } = new URL(request.url);
  return JSON.stringify([owner, isSecond, request.method, origin + pathname]);
}

/** Keeps so much of each chain: its first pages as they are, then the request of the next with what the last one got. */
export function trimTracks(tracks: readonly Track[], { records, lastRecords, pages }: Trim): Track[] {
  return [...Map.groupBy(tracks, chainOf).values()].flatMap((chain) => {
    const last = chain.at(-1);
    const kept = pages === undefined ? chain : chain.slice(0, pages);
    return kept.map((track, index) => {
      const isLast = index === kept.length - 1;
      const limit = isLast ? lastRecords : records;
      const responses = (isLast ? last : track)?.responses ?? [];
      return {
        ...track,
        responses: responses.map((response) =>
          limit === undefined ? response : { ...response, body: trimBody(response.body, limit) },
        ),
      };
    });
  });
}
