import type { Readable } from 'node:stream';
import { type Timeouts, toNetworkError } from './network-error.ts';

export interface StreamedBodyOptions {
  /** Names the request in a message: `GET https://…`. */
  readonly request: string;
  readonly timeouts: Timeouts;
  /** Aborted when the run stops: then its reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * The body of a response while it arrives. Bytes are read no faster than they are taken: a consumer that is slow makes the
 * socket wait. The time limits count only while the consumer waits for the API, not while the API waits for the consumer.
 */
export class StreamedBody implements AsyncIterableIterator<Uint8Array> {
  /** Names the request in a message. */
  request: string;
  readonly #source: Readable;
  readonly #incoming: AsyncIterator<Uint8Array>;
  readonly #options: StreamedBodyOptions;
  /** What `fill` has read and nobody has taken yet. */
  #ahead: Uint8Array[] = [];
  #byteLength = 0;
  #isOver = false;
  #failure: { readonly thrown: unknown } | undefined;
  /** How long the API was waited for since the last record. */
  #waitedMs = 0;

  /** @param source A response that nobody reads yet. */
  constructor(source: Readable, options: StreamedBodyOptions) {
    this.#source = source;
    this.#incoming = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    this.#options = options;
    this.request = options.request;
    // Whoever reads gets an error as a rejection. An error event that nobody listens to would end the process.
    source.on('error', () => {});
  }

  /** The bytes that have come so far, after decompression. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /**
   * Reads ahead, and keeps what it reads, until the body ends, `bytes` of it are there, or `ms` have passed.
   *
   * @returns The whole body; `undefined` when there is more to come.
   * @throws what the connection throws.
   */
  async fill(bytes: number, ms: number): Promise<Uint8Array | undefined> {
    const startedAt = performance.now();
    while (this.#byteLength < bytes && performance.now() - startedAt < ms) {
      const chunk = await this.#read();
      if (chunk === undefined) return Buffer.concat(this.#ahead);
      this.#ahead.push(chunk);
    }
    return undefined;
  }

  /** Ends the request, and gives what `fill` has read. */
  cut(): Uint8Array {
    this.close();
    return Buffer.concat(this.#ahead);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** @throws NetworkError when the connection breaks or a time limit passes; the signal's reason when the run is stopped. */
  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      const value = this.#ahead.shift() ?? (await this.#read());
      return value === undefined ? { done: true, value } : { done: false, value };
    } catch (thrown) {
      const { timeouts, signal } = this.#options;
      throw signal.aborted ? signal.reason : toNetworkError(thrown, this.request, timeouts, 1, this.#byteLength);
    }
  }

  /** Called when the consumer stops early. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Ends the request; its connection is closed when there is more of the body to come. */
  close(): void {
    if (!this.#isOver) this.#source.destroy();
    this.#isOver = true;
  }

  /** Says that records came out of the bytes: the time in which the next must come begins. */
  progress(): void {
    this.#waitedMs = 0;
  }

  async #read(): Promise<Uint8Array | undefined> {
    if (this.#failure !== undefined) throw this.#failure.thrown;
    if (this.#isOver) return undefined;
    const { idleMs, requestMs } = this.#options.timeouts;
    const restMs = Math.max(0, requestMs - this.#waitedMs);
    const startedAt = performance.now();
    let timedOut: Error | undefined;
    let immediate: NodeJS.Immediate | undefined;
    const timer = setTimeout(
      () => {
        // Where the event loop was busy, bytes may have come that nobody has looked at: they go first.
        immediate = setImmediate(() => {
          const event = restMs < idleMs ? 'record' : 'socket';
          timedOut = Object.assign(new Error(`Timeout awaiting '${event}'`), { event });
          this.#source.destroy();
        });
      },
      Math.min(restMs, idleMs),
    );
    try {
      const { done, value } = await this.#incoming.next();
      this.#isOver = done === true;
      if (done === true) return undefined;
      this.#byteLength += value.byteLength;
      return value;
    } catch (thrown) {
      this.close();
      this.#failure = { thrown: timedOut ?? thrown };
      throw this.#failure.thrown;
    } finally {
      clearTimeout(timer);
      clearImmediate(immediate);
      this.#waitedMs += performance.now() - startedAt;
    }
  }
}
