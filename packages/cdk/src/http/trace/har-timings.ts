import type { Timings } from 'got';
import type { HarTimings } from '../../protocol/har.ts';

/**
 * How long each part of a request took. Together, without `ssl`, which is part of `connect`, they are the time from start to end.
 *
 * @param at When each part was over, in milliseconds since the epoch.
 * @param isReused Whether the connection was there before.
 */
export function harTimings(at: Timings, isReused: boolean, now: number): HarTimings {
  const between = (from: number | undefined, to: number | undefined): number =>
    from === undefined || to === undefined ? -1 : Math.max(0, to - from);
  const connected = at.secureConnect ?? at.connect;
  const known = {
    blocked: between(at.start, at.socket),
    dns: isReused ? -1 : between(at.socket, at.lookup),
    connect: isReused ? -1 : between(at.lookup, connected),
    send: Math.max(0, between(connected ?? at.socket, at.upload)),
    wait: Math.max(0, between(at.upload, at.response)),
  };
  const spent = Object.values(known).reduce((sum, ms) => sum + Math.max(0, ms), 0);
  const rest = Math.max(0, (at.end ?? at.error ?? at.abort ?? now) - at.start - spent);
  const ssl = isReused ? -1 : between(at.connect, at.secureConnect);
  // Without a response the rest was spent waiting for one.
  return at.response === undefined
    ? { ...known, wait: known.wait + rest, receive: 0, ssl }
    : { ...known, receive: rest, ssl };
}

/** The whole time of a request, as it stands beside its parts. */
export function totalTime({ ssl: _, ...parts }: HarTimings): number {
  return Object.values(parts).reduce((sum, ms) => sum + Math.max(0, ms), 0);
}
