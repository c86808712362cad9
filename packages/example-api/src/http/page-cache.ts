import type { Reply } from './reply.ts';

/** Keeps rendered pages up to a number of bytes, and lets go of the ones unused for longest. */
export class PageCache {
  readonly #capacity: number;
  readonly #pages = new Map<string, { readonly reply: Reply; readonly bytes: number }>();
  #bytes = 0;

  /** @param capacity the most bytes of page bodies to keep; 0 keeps none */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The bytes of the page bodies kept now. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Reply | undefined {
    const page = this.#pages.get(key);
    if (page === undefined) return undefined;
    // A map keeps the order of insertion: what was used last goes to its end.
    this.#pages.delete(key);
    this.#pages.set(key, page);
    return page.reply;
  }

  /** Keeps a page, unless its body is a stream or larger than the whole cache. */
  set(key: string, reply: Reply): void {
    this.#remove(key);
    if (!Buffer.isBuffer(reply.body) || reply.body.length > this.#capacity) return;
    this.#pages.set(key, { reply, bytes: reply.body.length });
    this.#bytes += reply.body.length;
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#capacity) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    this.#bytes -= this.#pages.get(key)?.bytes ?? 0;
    this.#pages.delete(key);
  }
}
