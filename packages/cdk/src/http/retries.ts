import { ConnectorError } from '../errors/connector-error.ts';
import type { Wait } from './backoff/backoff-strategy.ts';
import { ExponentialBackoff } from './backoff/exponential-backoff.ts';
import type { FailedTry } from './failed-try.ts';
import type { HttpContext } from './http-context.ts';
import type { Admission } from './rate-limits/rate-limiter.ts';
import type { RequestCredentials } from './request-credentials.ts';
import { retryAfter } from './retry-after.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { showDuration } from './show-duration.ts';

/** The tries that follow the first one of a request: whether there is one, and the wait before it. */
export class Retries {
  readonly #policy: RetryPolicy;
  readonly #context: HttpContext;
  readonly #startedAt: number;
  readonly #credentials: RequestCredentials | undefined;
  /** Tries that followed at once because the credentials were new: they do not count. */
  #renewals = 0;
  /** How long the client's own rate limits held the tries back, in milliseconds: no fault of the API. */
  #heldMs = 0;

  /** @param startedAt When the first try began, in milliseconds since the epoch. */
  constructor(
    policy: RetryPolicy,
    context: HttpContext,
    startedAt: number,
    credentials: RequestCredentials | undefined,
  ) {
    this.#policy = policy;
    this.#context = context;
    this.#startedAt = startedAt;
    this.#credentials = credentials;
  }

  /**
   * Resolves when the request may be sent again: says why and how long it waits, and waits.
   *
   * @param sent How often the request was sent so far.
   * @param admission How it was let through the rate limits, where one matches it.
   * @throws The failure when there is no further try; the signal's reason when the run is stopped.
   */
  async next(failed: FailedTry, sent: number, admission: Admission | undefined): Promise<void> {
    const { clock, logger, signal, requestCounts, activity } = this.#context;
    const { failure, action } = failed;
    const { maxRetries } = this.#policy;
    this.#heldMs += admission?.waitedMs ?? 0;
    const tries = sent - this.#renewals;
    let wait = this.#waitAfter(failed, tries);
    const readyAt = await this.#renew(failed, clock.now() + wait.ms);
    if (readyAt !== undefined && readyAt <= clock.now()) {
      this.#renewals++;
      return;
    }
    if (readyAt !== undefined) wait = { ms: readyAt - clock.now(), askedBy: 'the first quota to return' };
    // Before giving up too: nobody else needs to ask in vain.
    if (action === 'rate-limited') admission?.close(clock.now() + wait.ms);
    const isRetryable = action === 'retry' || action === 'rate-limited' || readyAt !== undefined;
    if (!isRetryable || tries > maxRetries) throw failure;
    const exceeded = this.#limitExceeded(wait.ms);
    if (exceeded !== undefined) throw this.#tooLong(failure, wait, exceeded);

    if (action === 'rate-limited') {
      this.#context.reportRateLimit?.(wait.askedBy === undefined ? undefined : clock.now() + wait.ms);
    }
    const because = wait.askedBy === undefined ? '' : ` as ${wait.askedBy} asks`;
    logger.warn(
      `${failure.message}. Waiting ${wait.ms / 1000} s${because}, then try ${tries + 1} of ${maxRetries + 1}`,
    );
    if (requestCounts !== undefined) {
      requestCounts.retries++;
      requestCounts.waitMs += wait.ms;
    }
    if (activity !== undefined) activity.waitingFor = `its next try in ${showDuration(wait.ms)}`;
    await clock.sleep(wait.ms, signal);
  }

  /** When other credentials are ready, if there are any. */
  async #renew({ action }: FailedTry, until: number): Promise<number | undefined> {
    return action === 'refresh' || action === 'rate-limited' ? this.#credentials?.renew(action, until) : undefined;
  }

  /** What the API asks for goes before what is reckoned. */
  #waitAfter({ response, action }: FailedTry, tries: number): Wait {
    const { clock } = this.#context;
    const { backoff = [], baseDelayMs, maxWaitMs } = this.#policy;
    const isRateLimited = action === 'rate-limited';
    const moment = { retry: tries, response, isRateLimited, now: clock.now(), random: clock.random() };
    let reckoned: Wait | undefined;
    for (const strategy of [backoff].flat()) {
      const wait = strategy.wait(moment);
      if (wait !== undefined && !(wait.ms >= 0)) {
        throw new ConnectorError(`A backoff strategy must give a wait in milliseconds, got ${wait.ms}`);
      }
      if (wait?.askedBy !== undefined) return wait;
      reckoned ??= wait;
    }
    const asked = response && retryAfter((name) => response.header(name), moment.now, isRateLimited);
    if (asked !== undefined) return { ms: asked.waitMs, askedBy: asked.header };
    reckoned ??= new ExponentialBackoff({ baseDelayMs }).wait(moment);
    return { ms: Math.min(reckoned.ms, maxWaitMs) };
  }

  #limitExceeded(waitMs: number): 'maxWaitMs' | 'maxTotalMs' | undefined {
    if (waitMs > this.#policy.maxWaitMs) return 'maxWaitMs';
    const elapsedMs = this.#context.clock.now() - this.#startedAt - this.#heldMs;
    return elapsedMs + waitMs > this.#policy.maxTotalMs ? 'maxTotalMs' : undefined;
  }

  /** A wait that the API asked for is named; one that is only backoff says nothing the failure does not. */
  #tooLong(failure: ConnectorError, { ms, askedBy }: Wait, limit: 'maxWaitMs' | 'maxTotalMs'): ConnectorError {
    if (askedBy === undefined) return failure;
    const seconds = `${Math.round(ms / 1000)} s`;
    return new ConnectorError(
      `${failure.message}. ${askedBy} asks to wait ${seconds}, longer than ${limit} of ${this.#policy[limit] / 1000} s allows`,
      { failureType: 'transient_error', cause: failure },
    );
  }
}
