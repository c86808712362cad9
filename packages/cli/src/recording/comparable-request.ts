import { type Bound, sideOf } from './bound.ts';
import { bodyValues, sentName, valuesOf } from './body-values.ts';
import type { ApiRequest } from './exchange.ts';
import { isCredentialName, isMadeByChance, MASK } from './mask.ts';
import { momentOf, momentPairs } from './moments.ts';

/** A request in the parts by which a recorded one is found again. */
export interface ComparableRequest {
  /** Equal for requests that mean the same: whatever the order of parameters, of a form's fields and of JSON members. */
  readonly key: string;
  readonly method: string;
  /** The URL without its query. */
  readonly place: string;
  /** The values of query and body, by a name such as `page`, `body.filter.since`, `body`. */
  readonly values: ReadonlyMap<string, string>;
}

export interface Difference {
  /** Where: `page`, `body.filter.since`. */
  readonly name: string;
  /** `undefined` where only the other has one. */
  readonly recorded: string | undefined;
  readonly asked: string | undefined;
  /** It is of a kind that changes from run to run: a moment, a secret, a value made by chance. */
  readonly isPassing: boolean;
  /** How much less the recorded request is what was asked for: up to 1 when it holds all of it, more when it may not. */
  readonly distance: number;
  /** What was asked for is inside of these, and what was recorded goes beyond. */
  readonly bounds: readonly Bound[];
}

const DAY = 86_400_000;

export function comparable({ method, url, headers, body }: ApiRequest): ComparableRequest {
  const { origin, pathname, searchParams } = new URL(url);
  const values = new Map([...valuesOf(searchParams), ...bodyValues(body, headers['content-type'] ?? '')]);
  const place = origin + pathname;
  const key = JSON.stringify([method, place, ...[...values].toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  return { key, method, place, values };
}

/** In what two requests of the same method and place differ. */
export function differences(recorded: ComparableRequest, asked: ComparableRequest): Difference[] {
  const names = new Set([...recorded.values.keys(), ...asked.values.keys()]);
  return [...names].flatMap((name) => {
    const [before, now] = [recorded.values.get(name), asked.values.get(name)];
    return before === now ? [] : [{ name, recorded: before, asked: now, ...difference(name, before, now) }];
  });
}

function difference(
  name: string,
  recorded: string | undefined,
  asked: string | undefined,
): Pick<Difference, 'isPassing' | 'distance' | 'bounds'> {
  if (asked !== undefined && recorded === undefined) {
    const at = momentOf(asked);
    const side = at === undefined ? undefined : sideOf(name, '');
    // Without a bound the API gives all, which is more than enough.
    if (at !== undefined && side !== undefined) return { isPassing: true, distance: 1, bounds: [{ side, at }] };
  }
  if (asked === undefined || recorded === undefined) return { isPassing: false, distance: 0, bounds: [] };
  const pairs = momentPairs(recorded, asked);
  if (pairs === undefined) {
    const isPassing = recorded.includes(MASK) || isMadeByChance(name);
    return { isPassing, distance: 0, bounds: [] };
  }
  let distance = 0;
  const bounds: Bound[] = [];
  for (const { left, right, before } of pairs) {
    const side = sideOf(name, before);
    const isMore = side === 'lower' ? left < right : side === 'upper' && left > right;
    if (isMore && side !== undefined) bounds.push({ side, at: right });
    const days = Math.abs(left - right) / DAY;
    distance = Math.max(distance, days / (1 + days) + (isMore || side === undefined || days === 0 ? 0 : 10));
  }
  return { isPassing: true, distance, bounds };
}

/** `GET https://api.example.com/orders?page=3`, with credentials masked. */
export function showRequest({ method, place, values }: ComparableRequest): string {
  const query = [...values]
    .filter(([name]) => name !== 'body' && !name.startsWith('body.'))
    .map(([name, value]) => `${sentName(name)}=${isCredentialName(name) ? MASK : value}`);
  return `${method} ${place}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
