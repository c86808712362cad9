/** So long the end of a command waits for it, in milliseconds: a platform that ended the process waits a little longer. */
const TIME_LIMIT_MS = 5000;

/** What a command has begun and must not leave half done: a config that is being changed, a job of the API that is being cancelled. */
export class UnfinishedWork {
  readonly #work = new Set<Promise<unknown>>();

  /** @see RunContext.waitUntil */
  readonly add = (work: Promise<unknown>): void => {
    const settled: Promise<unknown> = Promise.allSettled([work]).finally(() => this.#work.delete(settled));
    this.#work.add(settled);
  };

  /** Resolves when all of it is done, and what it has begun in turn; or when it takes too long. */
  async settle(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, TIME_LIMIT_MS, undefined);
    });
    while (this.#work.size > 0) {
      const done = await Promise.race([Promise.all(this.#work), timeUp]);
      if (done === undefined) break;
    }
    clearTimeout(timer);
  }
}
