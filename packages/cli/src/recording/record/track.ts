import { comparable } from '../comparable-request.ts';
import type { ApiRequest, ApiResponse, Exchange } from '../exchange.ts';

/** An exchange, and for what it was needed. */
export interface Captured extends Exchange {
  /** The stream that was read, or the command that ran: its folder. */
  readonly owner: string;
  /** Of the second read, which goes on from the state of the first. */
  readonly isSecond: boolean;
}

/** A request with all the responses that it got, one after another. */
export interface Track {
  readonly request: ApiRequest;
  readonly responses: readonly ApiResponse[];
  readonly owner: string;
  readonly isSecond: boolean;
  readonly cursorPath?: readonly string[] | undefined;
}

/** What a client asks for again; what it got before the answer it was after does not come in a replay. */
const TRIED_AGAIN = new Set([401, 408, 425, 429, 500, 502, 503, 504]);

/**
 * Puts the exchanges of each request together. A request that several streams send belongs to the first; the same response several
 * times in a row (a job is still running) is one.
 */
export function toTracks(captured: readonly Captured[]): Track[] {
  const tracks = new Map<string, Track & { responses: ApiResponse[] }>();
  for (const { request, response, ...facts } of captured) {
    const { key } = comparable(request);
    const track = tracks.get(key);
    if (track === undefined) tracks.set(key, { request, responses: [response], ...facts });
    else if (track.owner === facts.owner) track.responses.push(response);
  }
  return [...tracks.values()].map((track) => ({ ...track, responses: settled(track.responses) }));
}

export function toExchanges(tracks: readonly Track[]): Exchange[] {
  return tracks.flatMap(({ request, responses, cursorPath }) =>
    responses.map((response) => ({ request, response, cursorPath })),
  );
}

function settled(responses: readonly ApiResponse[]): ApiResponse[] {
  const last = responses.findLastIndex(({ status }) => !TRIED_AGAIN.has(status));
  return responses
    .filter(({ status }, index) => index > last || !TRIED_AGAIN.has(status))
    .filter((response, index, all) => index === 0 || !isSame(response, all[index - 1]));
}

function isSame(a: ApiResponse, b: ApiResponse | undefined): boolean {
  return a.status === b?.status && a.body.equals(b.body);
}
