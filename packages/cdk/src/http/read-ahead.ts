import type { HttpResponse } from './http-response.ts';

/**
 * Sends the request of the next page while the page before is still being written, and ends it when nobody will ask for it:
 * one request at most, for one list.
 */
export class ReadAhead {
  readonly #abort = new AbortController();
  readonly #outer: AbortSignal;
  readonly #isEnabled: boolean;
  #next: (() => Promise<HttpResponse>) | undefined;
  #isUnderWay = false;

  /**
   * @param outer Aborted when the run stops.
   * @param isEnabled False sends a request only when its page is asked for.
   */
  constructor(outer: AbortSignal, isEnabled: boolean) {
    this.#outer = outer;
    this.#isEnabled = isEnabled;
    if (outer.aborted) this.#forward();
    else outer.addEventListener('abort', this.#forward, { once: true });
  }

  /** For the requests: aborted when the run stops, or when nobody waits for the one that is under way. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Resolves once the request has left, long before its response is there. */
  async start(send: () => Promise<HttpResponse>): Promise<void> {
    this.#next = send;
    if (!this.#isEnabled) return;
    const request = send();
    // Its failure is thrown where the page is asked for, after the page before has been written.
    request.catch(() => {});
    this.#next = () => request;
    this.#isUnderWay = true;
    // A request reaches its socket only when the event loop has turned. Writing the page does not let it turn.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The response of the request that was started last; `undefined` when there was none. */
  take(): Promise<HttpResponse> | undefined {
    const next = this.#next;
    this.#next = undefined;
    this.#isUnderWay = false;
    return next?.();
  }

  stop(): void {
    this.#outer.removeEventListener('abort', this.#forward);
    if (this.#isUnderWay) this.#abort.abort();
  }

  readonly #forward = (): void => this.#abort.abort(this.#outer.reason);
}
