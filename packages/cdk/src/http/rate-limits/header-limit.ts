import type { HttpResponse } from '../http-response.ts';
import { parseMoment } from '../parse-moment.ts';
import { parseRateLimitField } from '../rate-limit-field.ts';
import { RateLimit, type RateLimitOptions } from './rate-limit.ts';

export interface HeaderLimitOptions extends RateLimitOptions {
  /** The header that says how many requests are left. @default `X-RateLimit-Remaining` and its spellings, or `RateLimit` */
  readonly remaining?: string;
  /**
   * The header that says when the quota is whole again: seconds from now, seconds or milliseconds since the epoch, or a
   * date.
   * @default `X-RateLimit-Reset` and its spellings, or `RateLimit`
   */
  readonly reset?: string;
  /** The header that says how many requests the whole quota has. @default `X-RateLimit-Limit` and its spellings */
  readonly limit?: string;
}

/** Resets so near to each other are of one window: APIs round them, and answers travel. */
const SAME_WINDOW_MS = 2000;

/**
 * Keeps to the quota that the API tells in its response headers, also where others use it too: the last requests of it are not
 * exceeded, and when it is used up, requests wait for the reset. As long as nothing is known, one request goes ahead to
 * find out. An API that sends no such headers is not limited.
 *
 * @example new HeaderLimit({ remaining: 'X-Quota-Left', reset: 'X-Quota-Reset' })
 */
export class HeaderLimit extends RateLimit {
  readonly capacity = Number.POSITIVE_INFINITY;
  readonly perMs = Number.POSITIVE_INFINITY;
  readonly #remainingHeaders: readonly string[];
  readonly #resetHeaders: readonly string[];
  readonly #limitHeaders: readonly string[];
  /** Requests without an answer yet: the API may or may not have counted them. */
  #inFlight = 0;
  /** The quota that the last answers told of. */
  #known: Quota | undefined;
  /** How many requests a whole quota has. */
  #limit: number | undefined;
  #isSilent = false;

  constructor(options: HeaderLimitOptions = {}) {
    super(options, "the API's quota");
    this.#remainingHeaders = namesOf('Remaining', options.remaining);
    this.#resetHeaders = namesOf('Reset', options.reset);
    this.#limitHeaders = namesOf('Limit', options.limit);
  }

  protected roomAfterMs(weight: number, now: number): number {
    if (this.#known !== undefined && this.#known.resetAt <= now) this.#known = undefined;
    const left = this.#known?.remaining ?? this.#limit;
    if (left !== undefined && weight <= left - this.#inFlight) return 0;
    if (this.#known !== undefined) return this.#known.resetAt - now;
    return this.#isSilent || this.#inFlight === 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  take(weight: number): void {
    this.#inFlight += weight;
  }

  protected override learn(weight: number, response: HttpResponse | undefined, now: number): void {
    this.#inFlight -= weight;
    if (response === undefined) return;
    const quota = this.#quotaIn(response, now);
    this.#isSilent = quota === undefined;
    // An answer of the window before, late.
    if (quota === undefined || quota.resetAt <= now) return;
    this.#limit = numberIn(response, this.#limitHeaders) ?? this.#limit;
    const known = this.#known;
    const isSameWindow = known !== undefined && Math.abs(quota.resetAt - known.resetAt) <= SAME_WINDOW_MS;
    // Answers overtake each other; within a window the least that was left is the latest.
    this.#known = isSameWindow
      ? { remaining: Math.min(known.remaining, quota.remaining), resetAt: known.resetAt }
      : quota;
  }

  protected override setBack(ms: number): void {
    if (this.#known !== undefined) this.#known = { ...this.#known, resetAt: this.#known.resetAt - ms };
  }

  #quotaIn(response: HttpResponse, now: number): Quota | undefined {
    const remaining = numberIn(response, this.#remainingHeaders);
    const resetAt = parseMoment(firstHeader(response, this.#resetHeaders), now, response.header('date'));
    if (remaining !== undefined && resetAt !== undefined) return { remaining, resetAt };
    const [least] = parseRateLimitField(response.header('ratelimit'))
      .flatMap((quota) => (quota.remaining === undefined || quota.resetSeconds === undefined ? [] : [quota]))
      .map((quota) => ({ remaining: quota.remaining!, resetAt: now + quota.resetSeconds! * 1000 }))
      .sort((a, b) => a.remaining - b.remaining || b.resetAt - a.resetAt);
    return least;
  }
}

interface Quota {
  readonly remaining: number;
  /** Milliseconds since the epoch. */
  readonly resetAt: number;
}

function namesOf(what: string, given: string | undefined): readonly string[] {
  return given === undefined ? [`X-RateLimit-${what}`, `X-Rate-Limit-${what}`, `RateLimit-${what}`] : [given];
}

function firstHeader(response: HttpResponse, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = response.header(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function numberIn(response: HttpResponse, names: readonly string[]): number | undefined {
  const value = firstHeader(response, names)?.trim() ?? '';
  return /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined;
}
