import { comparable } from '../comparable-request.ts';
import { momentsIn } from '../moments.ts';
import { pageRecords, trimBody } from '../page-records.ts';
import type { Track } from './track.ts';

/** How much of a stream is kept. */
export interface Trim {
  /** Records of a page. `undefined` keeps all. */
  readonly records: number | undefined;
  /** Records of the last page of each chain. */
  readonly lastRecords: number | undefined;
  /** Pages of each chain, the last one included. */
  readonly pages: number | undefined;
  /** Windows of time of each place; the pages of the others are emptied. @default windows are not told apart */
  readonly windows?: number;
}

/** Windows that are kept, where they are told apart: the first that have records, and the last. */
const WINDOWS = 3;
const EMPTIED: Trim = { records: 0, lastRecords: 0, pages: 1 };

/**
 * What to try, the smallest first. Which one keeps the end of paging where it is depends on how an API tells it, and that a replay finds
 * out: a page that is short because records are missing may be taken for the last.
 */
export function trims(records: number, pages: number): readonly Trim[] {
  return [
    { records, lastRecords: records, pages },
    { records, lastRecords: records, pages, windows: WINDOWS },
    { records: undefined, lastRecords: records, pages: Math.min(pages, 2) },
    { records: undefined, lastRecords: records, pages: Math.min(pages, 2), windows: WINDOWS },
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

/** Whether tracks have so many windows of time that some can be emptied. */
export function hasWindows(tracks: readonly Track[]): boolean {
  return chainsOf(tracks).some((chain) => windowsOf(chain).length > WINDOWS);
}

/** Keeps so much of each chain: its first pages as they are, then the request of the next with what the last one got. */
export function trimTracks(tracks: readonly Track[], trim: Trim): Track[] {
  return chainsOf(tracks).flatMap((chain) => {
    if (trim.windows === undefined) return trimChain(chain, trim);
    const windows = windowsOf(chain);
    const full = windows.filter(hasRecords);
    const kept = new Set([...full.slice(0, trim.windows - 1), ...full.slice(-1)]);
    return windows.flatMap((window) => trimChain(window, kept.has(window) ? trim : EMPTIED));
  });
}

function chainsOf(tracks: readonly Track[]): Track[][] {
  return [...Map.groupBy(tracks, chainOf).values()];
}

/** The pages of each window of time: those that were asked for with the same moments. */
function windowsOf(chain: readonly Track[]): Track[][] {
  const momentsOf = ({ request }: Track): string => [...comparable(request).values.values()].flatMap(momentsIn).join();
  return [...Map.groupBy(chain, momentsOf).values()];
}

function hasRecords(tracks: readonly Track[]): boolean {
  return tracks.some(({ responses }) => responses.some(({ body }) => (pageRecords(body)?.list.length ?? 0) > 0));
}

function trimChain(chain: readonly Track[], { records, lastRecords, pages }: Trim): Track[] {
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
}
