import { closeSync, openSync, writeSync } from 'node:fs';
import type { Logger } from '../logger.ts';
import type { HarEntry } from '../protocol/har.ts';
import type { Redactor } from './redactor.ts';

const HEAD = '{"log":{"version":"1.2","creator":{"name":"Headwater","version":""},"pages":[],"entries":[';
const TAIL = '\n]}}\n';

/**
 * A trace of requests that browsers open: an HTTP archive, whole after every entry, so that it can be read while it grows and when
 * the process has been killed. Nothing of it is kept in memory.
 *
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export class HarFile {
  readonly #file: number;
  readonly #redactor: Redactor;
  /** Where the next entry goes: over the brackets that close the file. */
  #end = Buffer.byteLength(HEAD);
  #isEmpty = true;
  #isBroken = false;

  /**
   * Makes the file, or empties it. One that is new can be read by its owner alone.
   *
   * @throws Error with a sentence that says why it cannot be written.
   */
  constructor(path: string, redactor: Redactor) {
    this.#redactor = redactor;
    try {
      this.#file = openSync(path, 'w', 0o600);
      writeSync(this.#file, HEAD + TAIL, 0);
    } catch (cause) {
      throw new Error(`Cannot write the trace to ${path}: ${(cause as Error).message}`, { cause });
    }
  }

  /** Adds an entry without the secrets that are known by now. When that fails, says so once, and adds nothing any more. */
  add(entry: HarEntry, logger: Logger): void {
    if (this.#isBroken) return;
    const text = Buffer.from(`${this.#isEmpty ? '\n' : ',\n'}${JSON.stringify(this.#redact(entry))}`);
    try {
      // In one call, so that the file is whole before it and after it.
      writeSync(this.#file, Buffer.concat([text, Buffer.from(TAIL)]), 0, undefined, this.#end);
      this.#end += text.byteLength;
      this.#isEmpty = false;
    } catch (error) {
      this.#isBroken = true;
      logger.warn(`The trace of requests breaks off: ${(error as Error).message}`);
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #redact(entry: HarEntry): HarEntry {
    const { request, response, comment = '' } = mapText(entry, (text) => this.#redactor.redact(text));
    return { ...entry, request, response, ...(comment !== '' && { comment }) };
  }
}

/** A copy whose every text is what `map` makes of it. */
function mapText<T>(value: T, map: (text: string) => string): T {
  if (typeof value === 'string') return map(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapText<unknown>(item, map)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapText<unknown>(item, map)])) as T;
}
