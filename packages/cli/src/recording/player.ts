import { quoteName } from './body-values.ts';
import { comparable, type ComparableRequest, type Difference, differences, showRequest } from './comparable-request.ts';
import type { ApiRequest, ApiResponse, Exchange } from './exchange.ts';
import { isCredentialName, MASK } from './mask.ts';
import { narrowResponse } from './narrow-response.ts';
import type { Recording } from './recording.ts';

/** A request of the recording with all responses that it got, one after another. */
interface Track {
  readonly request: ComparableRequest;
  readonly first: Exchange;
  readonly responses: ApiResponse[];
  played: number;
}

export interface Played {
  readonly response: ApiResponse;
  /** The request that was recorded with it, which may differ in what changes from run to run. */
  readonly recordedRequest: ApiRequest;
}

/** A request that was recorded, and how another one differs from it. */
interface Neighbour {
  readonly track: Track;
  readonly found: readonly Difference[];
}

/**
 * Finds the recorded response to a request. A request that was recorded several times gets its responses in turn, and then the
 * last for ever. One that differs from a recorded one only in what changes from run to run (moments, credentials, values made
 * by chance) is taken for it: of several, one that asked for more, of which it gets what it asked for.
 */
export class Player {
  readonly #tracks = new Map<string, Track>();

  constructor({ exchanges }: Recording) {
    for (const exchange of exchanges) {
      const request = comparable(exchange.request);
      const track = this.#tracks.get(request.key);
      if (track !== undefined) track.responses.push(exchange.response);
      else this.#tracks.set(request.key, { request, first: exchange, responses: [exchange.response], played: 0 });
    }
  }

  /** The response; or, where there is none, a sentence that says so and what comes nearest. */
  play(request: ApiRequest): Played | string {
    const asked = comparable(request);
    const exact = this.#tracks.get(asked.key);
    const neighbours = exact === undefined ? this.#neighboursOf(asked) : [{ track: exact, found: [] }];
    const nearest = neighbours.find(({ found }) => found.every(({ isPassing }) => isPassing));
    if (nearest === undefined) return this.#missing(asked, neighbours[0]?.found);
    const { track, found } = nearest;
    const response = track.responses[Math.min(track.played++, track.responses.length - 1)] ?? track.first.response;
    const { request: recordedRequest, cursorPath } = track.first;
    const bounds = found.flatMap((one) => one.bounds);
    return {
      response: cursorPath === undefined ? response : narrowResponse(response, asked, bounds, cursorPath),
      recordedRequest,
    };
  }

  /** The requests of the same method and place, the nearest first. */
  #neighboursOf(asked: ComparableRequest): Neighbour[] {
    return [...this.#tracks.values()]
      .filter(({ request }) => request.method === asked.method && isSamePlace(request.place, asked.place))
      .map((track) => ({ track, found: differences(track.request, asked) }))
      .toSorted(({ found: a }, { found: b }) => distanceOf(a) - distanceOf(b));
  }

  #missing(asked: ComparableRequest, nearest: readonly Difference[] | undefined): string {
    const start = `No recording for ${showRequest(asked)}`;
    if (nearest !== undefined) {
      const parts = nearest.filter(({ isPassing }) => !isPassing).map(showDifference);
      return `${start}: the nearest differs in ${parts.join(', ')}`;
    }
    const places = [...this.#tracks.values()].map(({ request }) => request.place);
    const origins = [...new Set(places.map((place) => new URL(place).origin))];
    if (origins.length === 0) return `${start}: the recording is empty`;
    if (!origins.includes(new URL(asked.place).origin))
      return `${start}: what was recorded is of ${origins.join(', ')}`;
    return places.includes(asked.place)
      ? `${start}: that path was recorded with another method`
      : `${start}: nothing of that path was recorded`;
  }
}

/** What must not differ weighs more than all that may. */
function distanceOf(found: readonly Difference[]): number {
  return found.reduce((sum, { isPassing, distance }) => sum + (isPassing ? distance : 1000), 0);
}

function showDifference({ name, recorded, asked }: Difference): string {
  if (recorded === undefined) return `${quoteName(name)}, which no recorded one has`;
  if (asked === undefined) return `${quoteName(name)}, which is not asked for`;
  const show = (value: string): string => (isCredentialName(name) ? MASK : value.slice(0, 60));
  return `${quoteName(name)}: recorded ${show(recorded)}, asked ${show(asked)}`;
}

/** A secret in a path means any value. */
function isSamePlace(recorded: string, asked: string): boolean {
  if (!recorded.includes(MASK)) return recorded === asked;
  const parts = asked.split('/');
  const places = recorded.split('/');
  return (
    parts.length === places.length && places.every((place, index) => place.includes(MASK) || place === parts[index])
  );
}
