import { ConnectorError } from '../errors/connector-error.ts';
import type { FailedTry } from './failed-try.ts';
import type { HttpContext } from './http-context.ts';
import type { RequestCredentials } from './request-credentials.ts';
import { retryAfter } from './retry-after.ts';
import { backoffMs, type RetryPolicy } from './retry-policy.ts';

/** The tries that follow the first one of a request: whether there is one, and the wait before it. */
export class Retries {
  readonly #policy: RetryPolicy;
  readonly #context: HttpContext;
  readonly #startedAt: number;
  readonly #credentials: RequestCredentials | undefined;
  /** Tries that followed at once because the credentials were new: they do not count. */
  #renewals = 0;

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
   * @throws The failure when there is no further try; the signal's reason when the run is stopped.
   */
  async next(failed: FailedTry, sent: number): Promise<void> {
    const { clock, logger, signal, requestCounts } = this.#context;
    const { maxRetries } = this.#policy;
    const tries = sent - this.#renewals;
    let wait = this.#waitAfter(failed, tries);
    const readyAt = await this.#renew(failed, clock.now() + wait.ms);
    if (readyAt !== undefined && readyAt <= clock.now()) {
      this.#renewals++;
      return;
    }
    if (readyAt !== undefined) wait = { ms: readyAt - clock.now(), header: 'the first quota to return' };
    const isRetryable = failed.action === 'retry' || failed.action === 'rate-limited' || readyAt !== undefined;
    if (!isRetryable || tries > maxRetries) throw failed.failure;
    const exceeded = this.#limitExceeded(wait.ms);
    if (exceeded !== undefined) throw this.#tooLong(failed.failure, wait, exceeded);

    if (failed.action === 'rate-limited') {
      this.#context.reportRateLimit?.(wait.header === undefined ? undefined : clock.now() + wait.ms);
    }
    const because = wait.header === undefined ? '' : ` as ${wait.header} asks`;
    logger.warn(
      `${failed.failure.message}. Waiting ${wait.ms / 1000} s${because}, then try ${tries + 1} of ${maxRetries + 1}`,
    );
    if (requestCounts !== undefined) {
      requestCounts.retries++;
      requestCounts.waitMs += wait.ms;
    }
    await clock.sleep(wait.ms, signal);
  }

  /** When other credentials are ready, if there are any. */
  async #renew({ action }: FailedTry, until: number): Promise<number | undefined> {
    return action === 'refresh' || action === 'rate-limited' ? this.#credentials?.renew(action, until) : undefined;
  }

  #waitAfter({ response, action }: FailedTry, tries: number): Wait {
    const { clock } = this.#context;
    const asked = response && retryAfter((name) => response.header(name), clock.now(), action === 'rate-limited');
    if (asked !== undefined) return { ms: asked.waitMs, header: asked.header };
    return { ms: Math.min(backoffMs(this.#policy, tries, clock.random()), this.#policy.maxWaitMs), header: undefined };
  }

  #limitExceeded(waitMs: number): 'maxWaitMs' | 'maxTotalMs' | undefined {
    if (waitMs > this.#policy.maxWaitMs) return 'maxWaitMs';
    const elapsedMs = this.#context.clock.now() - this.#startedAt;
    return elapsedMs + waitMs > this.#policy.maxTotalMs ? 'maxTotalMs' : undefined;
  }

  /** A wait that the API asked for is named; one that is only backoff says nothing the failure does not. */
  #tooLong(failure: ConnectorError, { ms, header }: Wait, limit: 'maxWaitMs' | 'maxTotalMs'): ConnectorError {
    if (header === undefined) return failure;
    const seconds = `${Math.round(ms / 1000)} s`;
    return new ConnectorError(
      `${failure.message}. ${header} asks to wait ${seconds}, longer than ${limit} of ${this.#policy[limit] / 1000} s allows`,
      { failureType: 'transient_error', cause: failure },
    );
  }
}

interface Wait {
  readonly ms: number;
  /** The response header that asks for it; undefined for backoff. */
  readonly header: string | undefined;
}
