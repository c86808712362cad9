import type { Logger } from '../logger.ts';
import { untilAborted } from '../streams/until-aborted.ts';
import { CacheFile, type FilePlace } from './cache-file.ts';
import type { HttpResponse } from './http-response.ts';
import { packResponse, unpackResponse } from './packed-response.ts';

/** How much of the responses of streams with `cacheResponses` is kept, for one run. */
export interface ResponseCacheOptions {
  /** Bytes kept in memory. @default 32 MiB */
  readonly maxMemoryBytes?: number;
  /** Bytes kept in a temporary file, once the memory is full. 0 keeps none there. @default 1 GiB */
  readonly maxDiskBytes?: number;
  /** Where that file is. @default the system's folder for temporary files */
  readonly folder?: string;
}

interface CacheContext {
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** What a request came to that others may wait for. */
type Outcome = { readonly bytes: Buffer } | { readonly error: unknown; readonly isStopped: boolean };

/** Says nothing to those who wait: each asks for itself. */
const TO_BE_SENT_AGAIN: Outcome = { error: undefined, isStopped: true };

/** Each of them costs memory besides its bytes. */
const MAX_RESPONSES = 100_000;

/**
 * Keeps responses for requests that are the same, so that the API is asked once: in memory first, then in a temporary file, then no
 * more. What is kept stays to the end of the run: of lists that are read again from their start, the first pages are
 * those that are asked for again first.
 */
export class ResponseCache {
  readonly #maxMemoryBytes: number;
  readonly #maxDiskBytes: number;
  readonly #file: CacheFile;
  readonly #kept = new Map<string, Buffer | FilePlace>();
  readonly #pending = new Map<string, Promise<Outcome>>();
  #memoryBytes = 0;
  #isFull = false;

  constructor({ maxMemoryBytes = 2 ** 25, maxDiskBytes = 2 ** 30, folder }: ResponseCacheOptions = {}) {
    this.#maxMemoryBytes = maxMemoryBytes;
    this.#maxDiskBytes = maxDiskBytes;
    this.#file = new CacheFile(folder);
  }

  /**
   * The response of an earlier request with this key, or that of one that is under way, or that of `send`. Failures are not kept, but
   * those who wait for a request share its failure, unless it was stopped on behalf of the one who sent it.
   */
  async get(key: string, context: CacheContext, send: () => Promise<HttpResponse>): Promise<HttpResponse> {
    for (;;) {
      const kept = this.#kept.get(key);
      if (Buffer.isBuffer(kept)) return unpackResponse(kept);
      if (kept !== undefined) {
        const bytes = await this.#read(key, kept, context.logger);
        if (bytes !== undefined) return unpackResponse(bytes);
        continue;
      }
      const pending = this.#pending.get(key);
      if (pending === undefined) return this.#send(key, context, send);
      const outcome = await untilAborted(pending, context.signal);
      if ('bytes' in outcome) return unpackResponse(outcome.bytes);
      if (!outcome.isStopped) throw outcome.error;
    }
  }

  async #send(key: string, { signal, logger }: CacheContext, send: () => Promise<HttpResponse>): Promise<HttpResponse> {
    let settle: (outcome: Outcome) => void = () => {};
    this.#pending.set(key, new Promise((resolve) => (settle = resolve)));
    try {
      const response = await send();
      if (response.isIgnored) return response;
      const bytes = packResponse(response.toParts());
      await this.#keep(key, bytes, logger);
      settle({ bytes });
      return response;
    } catch (error) {
      settle({ error, isStopped: signal.aborted });
      throw error;
    } finally {
      settle(TO_BE_SENT_AGAIN);
      this.#pending.delete(key);
    }
  }

  async #keep(key: string, bytes: Buffer, logger: Logger): Promise<void> {
    if (this.#memoryBytes + bytes.length <= this.#maxMemoryBytes && this.#kept.size < MAX_RESPONSES) {
      this.#memoryBytes += bytes.length;
      this.#kept.set(key, bytes);
      return;
    }
    if (this.#isFull) return;
    if (this.#file.size + bytes.length > this.#maxDiskBytes || this.#kept.size >= MAX_RESPONSES) {
      return this.#stop(
        `it holds ${this.#kept.size} responses, ${megabytes(this.#memoryBytes + this.#file.size)}`,
        logger,
      );
    }
    try {
      this.#kept.set(key, await this.#file.append(bytes));
    } catch (error) {
      this.#stop(`its file cannot be written: ${messageOf(error)}`, logger);
    }
  }

  async #read(key: string, place: FilePlace, logger: Logger): Promise<Buffer | undefined> {
    try {
      return await this.#file.read(place);
    } catch (error) {
      this.#kept.delete(key);
      this.#stop(`its file cannot be read: ${messageOf(error)}`, logger);
      return undefined;
    }
  }

  /** Nothing more goes to the file: what is not kept is asked for again. */
  #stop(reason: string, logger: Logger): void {
    if (!this.#isFull) logger.warn(`The cache of responses takes no more, ${reason}. Others are requested again`);
    this.#isFull = true;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
