import { quoteName } from '../recording/body-values.ts';
import { comparable } from '../recording/comparable-request.ts';
import type { ApiRequest } from '../recording/exchange.ts';
import { isCredentialName } from '../recording/mask.ts';
import { truncate } from '../terminal/show.ts';
import { type Change, harmless } from './change.ts';

/** The parts of a path that name one thing among many: numbers, UUIDs, and long mixtures of both. */
const ID = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|(?=.*\d)[\w-]{20,})$/i;
const LONGEST_VALUE = 40;

/** What was asked of one place of an API. */
type Params = Map<string, Set<string>>;

/** What the new version asks of the API that the old one did not, and the reverse: places, and the names of parameters and body fields. */
export function compareRequests(before: readonly ApiRequest[], after: readonly ApiRequest[]): Change[] {
  const [had, has] = [placesOf(before), placesOf(after)];
  const changes: string[] = [];
  for (const [place, params] of has) {
    const old = had.get(place);
    if (old === undefined) changes.push(`asks ${place}`);
    else changes.push(...compareParams(old, params).map((words) => `${words} of ${place}`));
  }
  for (const place of had.keys()) if (!has.has(place)) changes.push(`no longer asks ${place}`);
  return changes.map((words) => harmless('requests', words));
}

function placesOf(requests: readonly ApiRequest[]): Map<string, Params> {
  const places = new Map<string, Params>();
  for (const request of requests) {
    const { method, place, values } = comparable(request);
    const { origin, pathname } = new URL(place);
    const path = pathname
      .split('/')
      .map((part) => (ID.test(part) ? '{id}' : part))
      .join('/');
    const key = `${method} ${origin}${path}`;
    const params: Params = places.get(key) ?? new Map();
    places.set(key, params);
    for (const [name, value] of values) params.set(name, (params.get(name) ?? new Set()).add(value));
  }
  return places;
}

/** A parameter with several values, such as a page, differs from page to page, and says nothing; nor does a token that was renewed. */
function compareParams(before: Params, after: Params): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === undefined) return [`sends ${quoteName(name)}`];
    if (now === undefined) return [`no longer sends ${quoteName(name)}`];
    const [[had = ''], [has = '']] = [[...old], [...now]];
    if (old.size > 1 || now.size > 1 || had === has || isCredentialName(name)) return [];
    return [`${quoteName(name)} ${truncate(had, LONGEST_VALUE)} → ${truncate(has, LONGEST_VALUE)}`];
  });
}
