/** What a job exports: a stream of the shop, from a record on, in so many files. */
export interface ExportRequest {
  readonly stream: 'customers' | 'products' | 'orders';
  /** The index of the first record. */
  readonly first: number;
  readonly files: number;
}

/** How a job goes. Time does not matter to it: it comes on by being polled. */
export interface ExportCourse {
  /** The number of the poll at which it is over. */
  readonly polls: number;
  readonly end: 'completed' | 'failed' | 'expired';
}

/** A job that exports records to files. */
export interface ExportJob {
  readonly id: string;
  readonly request: ExportRequest;
  readonly status: 'queued' | 'running' | ExportCourse['end'];
}

interface StoredJob {
  readonly request: ExportRequest;
  readonly course: ExportCourse;
  polls: number;
}

/** The export jobs of an API, until they are deleted. */
export class ExportJobs {
  readonly #jobs = new Map<string, StoredJob>();
  #created = 0;

  /** How many jobs are neither over nor deleted. */
  get unfinished(): number {
    let count = 0;
    for (const { polls, course } of this.#jobs.values()) if (polls < course.polls) count++;
    return count;
  }

  create(request: ExportRequest, course: ExportCourse): ExportJob {
    this.#created += 1;
    const id = `job_${this.#created}`;
    this.#jobs.set(id, { request, course, polls: 0 });
    return { id, request, status: 'queued' };
  }

  /** The job as it is, without bringing it on. */
  find(id: string): ExportJob | undefined {
    const job = this.#jobs.get(id);
    if (job === undefined) return undefined;
    const { request, course, polls } = job;
    return { id, request, status: polls >= course.polls ? course.end : polls === 0 ? 'queued' : 'running' };
  }

  /** Brings the job on by one poll. */
  poll(id: string): ExportJob | undefined {
    const job = this.#jobs.get(id);
    if (job !== undefined) job.polls += 1;
    return this.find(id);
  }

  /** Ends and forgets the job; gives false when there is none. */
  delete(id: string): boolean {
    return this.#jobs.delete(id);
  }
}
