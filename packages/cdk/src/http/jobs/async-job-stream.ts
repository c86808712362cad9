import type { SliceContext } from '../../streams/contexts.ts';
import type { HttpClient } from '../http-client.ts';
import type { HttpRequest } from '../http-request.ts';
import { HttpStream } from '../http-stream.ts';
import type { PageContext } from '../page-context.ts';
import type { AsyncJob } from './async-job.ts';
import type { AsyncJobs } from './async-jobs.ts';

/** What the methods for a page know besides, in a stream whose pages are the results of a job. */
export interface JobPage {
  /** The job, with the answer to the last poll. */
  readonly job: AsyncJob;
  /** The URL of the result that is being read. */
  readonly resultUrl: string;
}

/**
 * A stream that an API exports through jobs: one for each slice. Each result is then read as a list of `HttpStream`: with a `decoder`
 * or a `recordPath`, and with a `paginator` when it comes in pages.
 *
 * @typeParam TRecord One record, best generated from the stream's schema.
 * @typeParam TSlice What one slice is; the parent's record for a child stream.
 * @typeParam TPageToken What `nextPageToken` gives.
 * @typeParam TState What the stream's state holds; by default `{ [cursorField]: value }`.
 */
export abstract class AsyncJobStream<
  TRecord extends object,
  TSlice = undefined,
  TPageToken = string | number,
  TState = Partial<TRecord>,
> extends HttpStream<TRecord, TSlice, TPageToken, TState> {
  /** A job and its results do not outlive the run. */
  override readonly resumable = false;
  readonly #jobs: AsyncJobs;

  /**
   * @param jobs How the API runs jobs; the same for all streams of a source.
   * @param client Downloads the results. Where they are on a host that must not have the API's credentials, hand in a client
   *   without an authenticator.
   */
  constructor(jobs: AsyncJobs, client: HttpClient = jobs.client) {
    super(client);
    this.#jobs = jobs;
  }

  /** The request that creates the job of a slice. Its method is POST unless it says so. */
  protected abstract jobRequest(slice: SliceContext<TSlice, TState>): HttpRequest | Promise<HttpRequest>;

  /** The URL of a result. */
  protected path(page: PageContext<TRecord, TSlice, TPageToken, TState> & Partial<JobPage>): string {
    return page.resultUrl ?? '';
  }

  override async *readPages(slice: SliceContext<TSlice, TState>): AsyncIterable<Iterable<TRecord>> {
    const job = await this.#jobs.run(this.name, await this.jobRequest(slice), slice);
    try {
      for (const resultUrl of await this.#jobs.resultsOf(job, slice)) {
        const page: SliceContext<TSlice, TState> & JobPage = { ...slice, job, resultUrl };
        yield* super.readPages(page);
      }
    } finally {
      await this.#jobs.remove(job, slice);
    }
  }
}
