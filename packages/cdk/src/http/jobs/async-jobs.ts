import { ConnectorError } from '../../errors/connector-error.ts';
import { showValue } from '../../protocol/json.ts';
import type { HttpClient } from '../http-client.ts';
import type { HttpContext } from '../http-context.ts';
import type { HttpRequest } from '../http-request.ts';
import type { AsyncJob, JobStatuses } from './async-job.ts';
import { retryAfter } from '../retry-after.ts';
import { createdJob, jobProgress, resultUrls } from './job-answers.ts';
import { JobSlots } from './job-slots.ts';

export interface AsyncJobsOptions {
  /** The request that asks how a job is: `({ id }) => ({ url: `/exports/${id}` })`. */
  readonly poll: (job: AsyncJob) => HttpRequest;
  /** What the API's words for the status of a job mean. A word that is not here fails the stream. */
  readonly statuses: JobStatuses;
  /**
   * Where the results of a job that is done are: a path in the answer to the last poll, at which a URL or a list of them stands, or what
   * gives them. URLs may be relative to `urlBase`. No URL: no records.
   */
  readonly results: string | ((job: AsyncJob, context: HttpContext) => readonly string[] | Promise<readonly string[]>);
  /** Where the answer to the creation has the job's id. @default 'id' */
  readonly idPath?: string;
  /** Where the answer to a poll has the status. @default 'status' */
  readonly statusPath?: string;
  /** Where the answer to a poll says why a job failed. @default nowhere */
  readonly reasonPath?: string;
  /** The request that ends a job that nobody waits for any more: after SIGTERM, an error, or `timeLimitMs`. Its method is DELETE unless it says so. @default none */
  readonly cancel?: (job: AsyncJob) => HttpRequest;
  /** The request that removes a job once its results are read. Its method is DELETE unless it says so. @default none */
  readonly remove?: (job: AsyncJob) => HttpRequest;
  /** Jobs that run at once, those of all streams together. @default 3 */
  readonly maxConcurrentJobs?: number;
  /** How often a job is created in all, when it fails. @default 3 */
  readonly maxAttempts?: number;
  /** The longest that a job may take, in milliseconds. One that takes longer is cancelled. @default 3_600_000 */
  readonly timeLimitMs?: number;
  /** The wait before the first poll, in milliseconds; each further one is half as long again. `Retry-After` of an answer goes before. @default 2000 */
  readonly pollIntervalMs?: number;
  /** The longest wait between two polls, in milliseconds. @default 60_000 */
  readonly maxPollIntervalMs?: number;
  /** The longest that the requests of `cancel` and `remove` may take, in milliseconds. @default 4000 */
  readonly cancelTimeoutMs?: number;
}

const defaults = {
  idPath: 'id',
  statusPath: 'status',
  maxConcurrentJobs: 3,
  maxAttempts: 3,
  timeLimitMs: 3_600_000,
  pollIntervalMs: 2000,
  maxPollIntervalMs: 60_000,
  cancelTimeoutMs: 4000,
};

/** A job that ended without results. */
interface FailedJob {
  readonly id: string;
  readonly status: unknown;
  readonly reason: string | undefined;
  readonly seconds: number;
}

/**
 * How an API exports through jobs: a job is created, asked about until it is done, and its results are downloaded. Make one a
 * source and hand it to its streams, so that together they keep to `maxConcurrentJobs`.
 *
 * @see AsyncJobStream
 */
export class AsyncJobs {
  readonly client: HttpClient;
  readonly #options: AsyncJobsOptions & typeof defaults;
  readonly #slots: JobSlots;

  constructor(client: HttpClient, options: AsyncJobsOptions) {
    this.client = client;
    this.#options = { ...defaults, ...options };
    this.#slots = new JobSlots(this.#options.maxConcurrentJobs);
  }

  /**
   * Creates a job, and resolves when it is done. One that fails is created again.
   *
   * @param stream Its name, for messages.
   * @throws ConnectorError when the job fails for good, takes too long, or has a status that is not known; what the client throws.
   */
  async run(stream: string, request: HttpRequest, context: HttpContext): Promise<AsyncJob> {
    const { maxAttempts } = this.#options;
    for (let attempt = 1; ; attempt++) {
      await this.#slots.take(context.signal);
      const attempted = this.#attempt(stream, request, context).finally(() => this.#slots.release());
      // A stop cancels the job: that takes a request more, which the process should not cut off.
      context.waitUntil(attempted);
      const result = await attempted;
      if ('response' in result) return result;

      const { id, status, reason, seconds } = result;
      const because = reason === undefined ? '' : `: ${reason}`;
      const text = `Job ${showValue(id)} of stream "${stream}" ended as ${showValue(status)} after ${seconds} s${because}`;
      if (attempt >= maxAttempts) {
        throw new ConnectorError(attempt === 1 ? text : `${text} (${attempt} attempts)`, {
          failureType: 'transient_error',
        });
      }
      context.logger.warn(`${text}. Creating it again, attempt ${attempt + 1} of ${maxAttempts}`);
    }
  }

  /** The URLs of the results of a job that is done. @throws ConnectorError when none are where `results` says. */
  async resultsOf(job: AsyncJob, context: HttpContext): Promise<readonly string[]> {
    const { results } = this.#options;
    return typeof results === 'function' ? results(job, context) : resultUrls(job, results);
  }

  /** Removes a job whose results are no longer needed, where the API wants that. Never throws. */
  async remove(job: AsyncJob, context: HttpContext): Promise<void> {
    const request = this.#options.remove?.(job);
    if (request !== undefined) await this.#end(job, request, 'removed', context);
  }

  async #attempt(stream: string, request: HttpRequest, context: HttpContext): Promise<AsyncJob | FailedJob> {
    const { idPath, pollIntervalMs, maxPollIntervalMs, timeLimitMs } = this.#options;
    const { clock, signal, logger } = context;
    const startedAt = clock.now();
    const seconds = (): number => Math.round((clock.now() - startedAt) / 1000);
    let job = createdJob(await this.client.request({ method: 'POST', ...request }, context), idPath);
    try {
      let status: unknown;
      for (let interval = pollIntervalMs; ; interval = Math.min(interval * 1.5, maxPollIntervalMs)) {
        const wait = retryAfter((name) => job.response.header(name), clock.now(), false)?.waitMs ?? interval;
        if (clock.now() + wait - startedAt > timeLimitMs) {
          const limit = `timeLimitMs of ${timeLimitMs / 1000} s`;
          const text = `Job ${showValue(job.id)} of stream "${stream}" is still ${showValue(status)} after ${seconds()} s`;
          throw new ConnectorError(`${text}: ${limit} is up`, { failureType: 'transient_error' });
        }
        await clock.sleep(wait, signal);
        job = { id: job.id, response: await this.client.request(this.#options.poll(job), context) };
        const progress = jobProgress(job, stream, this.#options);
        ({ status } = progress);
        logger.debug(`Job ${showValue(job.id)} of stream "${stream}": ${showValue(status)} after ${seconds()} s`);
        if (progress.meaning === 'done') return job;
        if (progress.meaning === 'failed') return { id: job.id, status, reason: progress.reason, seconds: seconds() };
      }
    } catch (error) {
      const cancel = this.#options.cancel?.(job);
      if (cancel !== undefined) await this.#end(job, cancel, 'cancelled', context);
      throw error;
    }
  }

  /** Sends what ends a job, also when the run is being stopped, and does not mind when that fails. */
  async #end(job: AsyncJob, request: HttpRequest, done: string, context: HttpContext): Promise<void> {
    const signal = AbortSignal.timeout(this.#options.cancelTimeoutMs);
    const ended = this.client.request({ method: 'DELETE', ...request }, { ...context, signal }).then(
      () => context.logger.debug(`Job ${showValue(job.id)} is ${done}`),
      (error: unknown) =>
        context.logger.warn(
          `Job ${showValue(job.id)} could not be ${done}: ${error instanceof Error ? error.message : String(error)}`,
        ),
    );
    context.waitUntil(ended);
    await ended;
  }
}
