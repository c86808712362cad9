import { ConnectorError } from '../../errors/connector-error.ts';
import type { HttpContext } from '../http-context.ts';
import type { HttpResponse } from '../http-response.ts';
import type { OutgoingRequest } from '../request-matcher.ts';
import { showDuration } from '../show-duration.ts';
import type { RateLimit } from './rate-limit.ts';
import { type Claim, Waiter } from './waiter.ts';

/** Shorter waits are nothing to tell a user. */
const WORTH_TELLING_MS = 1000;

/**
 * Lets requests through as all the limits that match them allow, first come, first served: one passes another only where that
 * one does not have to wait longer for it.
 */
export class RateLimiter {
  readonly #limits: readonly RateLimit[];
  readonly #maxWaitMs: number;
  /** Oldest first. */
  readonly #queue = new Set<Waiter>();

  /** @param maxWaitMs A limit that has no room for longer than this fails the request. */
  constructor(limits: readonly RateLimit[], maxWaitMs: number) {
    this.#limits = limits;
    this.#maxWaitMs = maxWaitMs;
  }

  /**
   * Resolves when the request may be sent; `undefined` when no limit matches it.
   *
   * @throws ConnectorError when a limit has no room for longer than `maxWaitMs`; the signal's reason when the run is stopped.
   */
  async admit(request: OutgoingRequest, context: HttpContext): Promise<Admission | undefined> {
    const claims = this.#limits
      .filter((limit) => limit.matches(request))
      .map((limit) => ({ limit, weight: limit.weightOf(request) }));
    if (claims.length === 0) return undefined;
    const waiter = new Waiter(claims);
    this.#queue.add(waiter);
    const startedAt = context.clock.now();
    this.#letThrough(startedAt);
    if (!waiter.isAdmitted) await this.#wait(waiter, request, context);
    return new Admission(claims, Math.max(0, context.clock.now() - startedAt), (now) => this.#letThrough(now));
  }

  async #wait(waiter: Waiter, { method, url }: OutgoingRequest, context: HttpContext): Promise<void> {
    const { clock, signal, requestCounts } = context;
    const label = `${method} ${url.origin}${url.pathname}`;
    const startedAt = clock.now();
    let toldUntil = startedAt;
    try {
      while (!waiter.isAdmitted) {
        signal.throwIfAborted();
        this.#requireReturn(waiter, label, clock.now());
        toldUntil = tell(waiter, label, toldUntil, context);
        await waiter.sleep(clock, signal);
        this.#letThrough(clock.now());
      }
    } finally {
      // One that gives up makes room for those behind it.
      if (this.#queue.delete(waiter)) this.#letThrough(clock.now());
      if (requestCounts !== undefined) requestCounts.waitMs += Math.max(0, clock.now() - startedAt);
    }
  }

  #letThrough(now: number): void {
    /** What those before it in the queue take first. */
    const ahead = new Map<RateLimit, number>();
    for (const waiter of this.#queue) {
      const { claims } = waiter;
      const waits = claims.map(({ limit, weight }) => limit.waitMs(weight + (ahead.get(limit) ?? 0), now));
      const waitMs = Math.max(...waits);
      if (waitMs <= 0) {
        for (const { limit, weight } of claims) limit.take(weight, now);
        this.#queue.delete(waiter);
        waiter.admit();
        continue;
      }
      waiter.waitMs = waitMs;
      waiter.limit = claims[waits.indexOf(waitMs)]?.limit;
      claims.forEach(({ limit, weight }, index) => {
        // What is taken now of another limit may be forgotten by the time that this one can go: then nobody waits for it.
        const isNeeded = waits[index] === waitMs || waitMs < limit.perMs;
        if (isNeeded) ahead.set(limit, (ahead.get(limit) ?? 0) + weight);
      });
    }
  }

  /** How many are before it does not count here: they are getting on. */
  #requireReturn({ claims }: Waiter, label: string, now: number): void {
    for (const { limit, weight } of claims) {
      const waitMs = limit.waitMs(weight, now);
      if (!Number.isFinite(waitMs) || waitMs <= this.#maxWaitMs) continue;
      throw new ConnectorError(
        `The rate limit "${limit.name}" has no room for ${label} for another ${showDuration(waitMs)}, longer than ` +
          `maxWaitMs of ${showDuration(this.#maxWaitMs)} allows. Read again after that, read fewer streams, or raise maxWaitMs ` +
          `in the retry options of the HttpClient`,
        { failureType: 'transient_error' },
      );
    }
  }
}

/** A request that was let through. */
export class Admission {
  /** How long it waited, in milliseconds. */
  readonly waitedMs: number;
  readonly #claims: readonly Claim[];
  readonly #onChange: (now: number) => void;

  constructor(claims: readonly Claim[], waitedMs: number, onChange: (now: number) => void) {
    this.waitedMs = waitedMs;
    this.#claims = claims;
    this.#onChange = onChange;
  }

  /** To be called once, when the request is over: the limits learn from its response. */
  settle(response: HttpResponse | undefined, now: number): void {
    for (const { limit, weight } of this.#claims) limit.settle(weight, response, now);
    this.#onChange(now);
  }

  /** Closes all the limits that matched the request: the API has refused it until then. */
  close(until: number): void {
    for (const { limit } of this.#claims) limit.close(until);
  }
}

/** Says how long a request waits, unless that has been said. Returns until when has been said. */
function tell({ waitMs, limit }: Waiter, label: string, toldUntil: number, context: HttpContext): number {
  const { clock, logger, reportRateLimit, activity } = context;
  const until = clock.now() + waitMs;
  const name = `the rate limit "${limit?.name}"`;
  if (activity !== undefined) activity.waitingFor = name;
  const text = `${label}: waiting ${showDuration(waitMs)} for ${name}`;
  if (!Number.isFinite(until)) return toldUntil;
  if (waitMs < WORTH_TELLING_MS) logger.debug(text);
  if (waitMs < WORTH_TELLING_MS || until < toldUntil + WORTH_TELLING_MS) return toldUntil;
  logger.info(text);
  reportRateLimit?.(until);
  return until;
}
