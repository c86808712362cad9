import type { HttpResponse } from './http-response.ts';

/**
 * Holds the request of the next page, which is sent while the page before is still being written, and ends it when nobody will
 * ask for it: one request at most, for one list.
 */
export class ReadAhead {
  readonly #abort = new AbortController();
  readonly #outer: AbortSignal;
  #request: Promise<HttpResponse> | undefined;

  /** @param outer Aborted when the run stops. */
  constructor(outer: AbortSignal) {
    this.#outer = outer;
    if (outer.aborted) this.#forward();
    else outer.addEventListener('abort', this.#forward, { once: true });
  }

  /** For the requests: aborted when the run stops, or when nobody waits for the one that is under way. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Resolves once the request has left, long before its response is there. */
  async start(request: Promise<HttpResponse>): Promise<void> {
    // Its failure is thrown where the page is asked for, after the page before has been written.
    request.catch(() => {});
    this.#request = request;
    // A request reaches its socket only when the event loop has turned. Writing the page does not let it turn.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The request that was started last; `undefined` when there is none. */
  take(): Promise<HttpResponse> | undefined {
    const request = this.#request;
    this.#request = undefined;
    return request;
  }

  stop(): void {
    this.#outer.removeEventListener('abort', this.#forward);
    if (this.#request !== undefined) this.#abort.abort();
  }

  readonly #forward = (): void => this.#abort.abort(this.#outer.reason);
}
