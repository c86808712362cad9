import { ConnectorError } from '../../errors/connector-error.ts';
import type { HttpResponse } from '../http-response.ts';
import { showDuration } from '../show-duration.ts';
import { matchesRequest, type OutgoingRequest, type RequestMatcher } from '../request-matcher.ts';

/** Which requests a limit is for, and what each counts. Without any of it: every request, as one. */
export interface RateLimitOptions extends RequestMatcher {
  /** Names the limit in messages. @default what it allows: `100 requests per 60 s` */
  readonly name?: string;
  /** What a request counts for, where some cost more than others. @default 1 */
  readonly weight?: number | ((request: OutgoingRequest) => number);
}

/**
 * A limit on what may be sent to an API. A client keeps to all of its limits that match a request; one limit counts the requests
 * of all streams together. Limits know no timers: they are told the time.
 */
export abstract class RateLimit {
  readonly name: string;
  /** The most that can ever be let through at once. */
  abstract readonly capacity: number;
  /** After so many milliseconds a request counts no more. */
  abstract readonly perMs: number;
  readonly #options: RateLimitOptions;
  #closedUntil = Number.NEGATIVE_INFINITY;
  /** The time that it was told last. */
  #toldAt = Number.NEGATIVE_INFINITY;
  #settled = Promise.withResolvers<void>();

  constructor(options: RateLimitOptions, defaultName: string) {
    this.name = options.name ?? defaultName;
    this.#options = options;
  }

  matches(request: OutgoingRequest): boolean {
    return matchesRequest(this.#options, request);
  }

  /** @throws ConnectorError for a weight that is none, or that could never be let through. */
  weightOf(request: OutgoingRequest): number {
    const { weight = 1 } = this.#options;
    const value = typeof weight === 'number' ? weight : weight(request);
    if (value >= 0 && value <= this.capacity) return value;
    const problem = value > this.capacity ? `more than it ever lets through` : `which is no weight`;
    throw new ConnectorError(
      `Rate limit "${this.name}": ${request.method} ${request.path} weighs ${value}, ${problem}`,
    );
  }

  /**
   * Milliseconds until so much has found room, were all of it taken as soon as it can be; 0 for now, Infinity for as soon
   * as the next response is there.
   */
  waitMs(weight: number, now: number): number {
    this.#follow(now);
    return Math.max(0, this.#closedUntil - now, this.roomAfterMs(weight, now));
  }

  /** Counts a request that is sent now. */
  abstract take(weight: number, now: number): void;

  /** Takes note that a request is over; without a response when none came. */
  settle(weight: number, response: HttpResponse | undefined, now: number): void {
    this.#follow(now);
    this.learn(weight, response, now);
    this.#settled.resolve();
    this.#settled = Promise.withResolvers();
  }

  /** Resolves when the next request is over. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** Lets nothing through until then: the API has said that the quota is used up. */
  close(until: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, until);
  }

  protected abstract roomAfterMs(weight: number, now: number): number;

  /** Of a clock that is set back by an hour, a wait of a minute would be one of an hour and a minute. */
  #follow(now: number): void {
    const ms = this.#toldAt - now;
    this.#toldAt = now;
    if (ms <= 0) return;
    this.#closedUntil -= ms;
    this.setBack(ms);
  }

  /** Moves the moments that were noted with the clock, which was set back by so many milliseconds. */
  protected setBack(_ms: number): void {}

  protected learn(_weight: number, _response: HttpResponse | undefined, _now: number): void {}
}

/** What a limit of a window is made of. */
export interface WindowOptions extends RateLimitOptions {
  /** How many requests a window has room for. */
  readonly requests: number;
  /** How long a window is, in milliseconds. */
  readonly perMs: number;
}

/**
 * Says what a window allows: `100 requests per 60 s`.
 *
 * @throws ConnectorError when that is nothing.
 */
export function describeWindow(limit: string, { requests, perMs }: WindowOptions): string {
  if (requests > 0 && perMs > 0)
    return `${requests} ${requests === 1 ? 'request' : 'requests'} per ${showDuration(perMs)}`;
  throw new ConnectorError(`${limit}: requests and perMs must be above 0, got ${requests} and ${perMs}`);
}
