import type { Duplex } from 'node:stream';
import type { Zlib } from 'node:zlib';
import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';

/** Bytes that are unpacked at a time: deflate makes at most a thousand of one, and what it makes waits in memory. */
export const SLICE_BYTES = 16 * 1024;

/** For the engine: what it makes comes in chunks of this size. */
export const unpackOptions = { chunkSize: 64 * 1024 } as const;

export interface UnpackerOptions {
  /** Names what is unpacked, for an error: `a gzip file`. */
  readonly what: string;
  readonly context: DecodeContext;
  /** The byte of the body at which the packed bytes start. */
  readonly byteOffset: number;
}

/**
 * Unpacks bytes slice by slice, and gives what a slice makes before it takes the next: when the bytes turn out to be broken, nothing
 * that came before waits in a buffer and is lost.
 */
export class Unpacker {
  readonly #engine: Duplex & Zlib;
  readonly #options: UnpackerOptions;
  #made: Uint8Array[] = [];
  #taken = 0;
  #failure: (Error & { readonly code?: string }) | undefined;
  /** Ends the wait for the engine. An engine that fails never calls back. */
  #proceed: (() => void) | undefined;

  constructor(engine: Duplex & Zlib, options: UnpackerOptions) {
    this.#engine = engine;
    this.#options = options;
    engine.on('data', (chunk: Uint8Array) => this.#made.push(chunk));
    engine.on('error', (error) => (this.#failure = error));
    engine.on('close', () => this.#proceed?.());
  }

  /** How many bytes at the end of those that were taken are none of the packed ones: what was packed is over. */
  get unused(): number {
    return this.#taken - this.#engine.bytesWritten;
  }

  /** What comes out when these bytes go in. It may be good although `failure` is set. */
  async unpack(slice: Uint8Array): Promise<Uint8Array[]> {
    this.#taken += slice.length;
    await this.#until((proceed) => this.#engine.write(slice, proceed));
    return this.#take();
  }

  /** What comes out when nothing goes in any more. */
  async end(): Promise<Uint8Array[]> {
    await this.#until(() => this.#engine.end());
    return this.#take();
  }

  /** Why nothing comes out any more. */
  get failure(): DecodeError | undefined {
    if (this.#failure === undefined) return undefined;
    const { what, context, byteOffset } = this.#options;
    const isCut = this.#failure.code === 'Z_BUF_ERROR';
    const place = byteOffset + (isCut ? this.#taken : this.#engine.bytesWritten);
    const expected = isCut ? `the rest of ${what}` : `${what} (${this.#failure.message})`;
    return new DecodeError(context, { byteOffset: place, expected, isCut, cause: this.#failure });
  }

  close(): void {
    this.#engine.destroy();
  }

  async #until(run: (proceed: () => void) => void): Promise<void> {
    if (this.#engine.closed) return;
    await new Promise<void>((resolve) => {
      this.#proceed = resolve;
      run(resolve);
    });
  }

  #take(): Uint8Array[] {
    const made = this.#made;
    this.#made = [];
    return made;
  }
}
