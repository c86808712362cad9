import { ApiError } from '../http/api-error.ts';
import { parseIsoTime } from '../shop/iso-time.ts';

/** Which records a listing has, by `updated_at` in seconds since the Unix epoch: from `since` to `until`, both included. */
export interface TimeBounds {
  readonly since: number;
  readonly until: number;
}

/**
 * Reads the bounds of a query string: `updated_since` and `updated_until` belong to the listing, `updated_after` does not.
 * @throws {@link ApiError} with status 400 for a time that is none
 */
export function timeBounds(query: URLSearchParams): TimeBounds {
  const since = queryTime(query, 'updated_since') ?? 0;
  const after = queryTime(query, 'updated_after') ?? -1;
  const until = queryTime(query, 'updated_until') ?? Number.MAX_SAFE_INTEGER;
  return { since: Math.max(Math.ceil(since), Math.floor(after) + 1), until: Math.floor(until) };
}

/** Seconds since the Unix epoch, with a fraction where the text has one. */
function queryTime(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = parseIsoTime(text);
  if (time !== undefined) return time / 1000;
  throw new ApiError(400, 'bad_parameter', `"${name}" must be an ISO 8601 time, got "${text}"`);
}
