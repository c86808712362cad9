import type { HttpResponse } from '../http-response.ts';

/** A job of the API: an export that it works on, as its latest answer describes it. */
export interface AsyncJob {
  readonly id: string;
  /** The answer to the latest poll; to the creation as long as there was none. */
  readonly response: HttpResponse;
}

/** What the words of an API for the status of a job mean. */
export interface JobStatuses {
  readonly running: readonly JobStatus[];
  readonly done: readonly JobStatus[];
  readonly failed: readonly JobStatus[];
}

/** The API's own word: `'IN_PROGRESS'`. */
export type JobStatus = string | number | boolean;
