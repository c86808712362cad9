import { bodyValues, valuesOf } from './body-values.ts';
import type { ApiRequest } from './exchange.ts';
import { isCredentialName, MASK } from './mask.ts';
import { momentsApart } from './moments.ts';

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
  /** How many days two moments are apart; 0 for other differences. */
  readonly days: number;
}

/** Values that are made anew for every request. */
const MADE_BY_CHANCE =
  /(?:nonce|idempotency|request[_-]?id|correlation[_-]?id|trace[_-]?id|cache[_-]?buster|timestamp)$|^_$/i;

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
    if (before === now) return [];
    const days = before === undefined || now === undefined ? undefined : momentsApart(before, now);
    const isPassing = days !== undefined || before?.includes(MASK) === true || MADE_BY_CHANCE.test(name);
    return [{ name, recorded: before, asked: now, isPassing, days: days ?? 0 }];
  });
}

/** `GET https://api.example.com/orders?page=3`, with credentials masked. */
export function showRequest({ method, place, values }: ComparableRequest): string {
  const query = [...values]
    .filter(([name]) => name !== 'body' && !name.startsWith('body.'))
    .map(([name, value]) => `${name}=${isCredentialName(name) ? MASK : value}`);
  return `${method} ${place}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
