import type { JsonValue } from '../../protocol/json.ts';
import { parseJson } from '../../protocol/parse-json.ts';
import { notAnArray } from '../not-an-array.ts';
import { BytePieces } from './byte-pieces.ts';
import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';
import { isCutJson } from './is-cut-json.ts';
import { JsonItemScanner } from './json-item-scanner.ts';
import { JsonPathFinder } from './json-path-finder.ts';
import { joined, NOTHING, type ParsedRecords } from './parsed-records.ts';
import { withoutMark } from './text-start.ts';
import { invalidUtf8At, utf8Text } from './utf8.ts';

/**
 * Reads one JSON document chunk by chunk: finds the array, cuts it between its items, and hands the whole items of a chunk to
 * `JSON.parse` together, which is as fast as parsing the document whole, and keeps large integers as that does.
 */
export class JsonArrayReader {
  readonly #path: string;
  readonly #context: DecodeContext;
  readonly #finder: JsonPathFinder;
  readonly #scanner = new JsonItemScanner();
  /** The document without its items. */
  readonly #around = new BytePieces();
  /** Items whose end has not come, and the byte at which they start. */
  readonly #open = new BytePieces();
  #openAt = 0;
  #isFound = false;
  #itemCount = 0;
  #byteCount = 0;

  constructor(path: string, context: DecodeContext) {
    this.#path = path;
    this.#context = context;
    this.#finder = new JsonPathFinder(path);
  }

  /** The items that are whole with this chunk. */
  read(bytes: Uint8Array): ParsedRecords {
    const chunkAt = this.#byteCount;
    const chunk = chunkAt === 0 ? withoutMark(bytes) : bytes;
    this.#byteCount += chunk.length;
    const start = this.#isFound ? 0 : this.#findArray(chunk, chunkAt);
    if (this.#isFound && !this.#scanner.isClosed) return this.#readItems(chunk, start, chunkAt);
    this.#around.add(chunk.subarray(start));
    if (this.#around.isTooLong) throw this.#broken(this.#byteCount, `${this.#list} sooner`);
    return NOTHING;
  }

  /** What is left when the body has ended. */
  end(): ParsedRecords {
    if (this.#scanner.isClosed) return NOTHING;
    if (!this.#isFound) throw this.#cut(this.#list);
    // Of an object one knows that it is whole, also without what should follow it.
    const item = parseOrUndefined(utf8Text(this.#open.take()));
    const isWhole = typeof item === 'object' && item !== null;
    return { records: isWhole ? [item] : [], failure: this.#cut(`the rest of ${this.#list}`) };
  }

  /** The document with an empty list in place of its items, once it has ended. */
  around(): JsonValue {
    const text = utf8Text(this.#around.take());
    const around = parseOrUndefined(text) as JsonValue | undefined;
    if (around !== undefined) return around;
    if (text !== undefined && isCutJson(text)) throw this.#cut('the rest of the JSON document');
    throw this.#broken(this.#byteCount, `JSON around ${this.#list}`);
  }

  /** @returns Where the items start in the chunk; its end, when the array is not there yet. */
  #findArray(chunk: Uint8Array, chunkAt: number): number {
    const found = this.#finder.find(chunk);
    if (found === undefined) return 0;
    if (found === 'no JSON') throw this.#broken(chunkAt, 'JSON');
    if (typeof found === 'string') throw notAnArray(this.#context.source, this.#path, found, true);
    this.#isFound = true;
    this.#openAt = chunkAt + found;
    this.#around.add(chunk.subarray(0, found));
    return found;
  }

  #readItems(chunk: Uint8Array, start: number, chunkAt: number): ParsedRecords {
    const first = this.#scanner.next(chunk, start);
    this.#open.add(chunk.subarray(start, first === -1 ? chunk.length : first));
    if (first === -1) {
      if (this.#open.isTooLong) throw this.#broken(this.#openAt, `an item of ${this.#list} with an end`);
      return NOTHING;
    }
    let last = first;
    while (!this.#scanner.isClosed) {
      const next = this.#scanner.next(chunk, last + 1);
      if (next === -1) break;
      last = next;
    }
    // Only the item that began in chunks before is copied to be one piece.
    const isOnly = last === first && this.#scanner.isClosed && this.#itemCount === 0;
    const begun = this.#parse(this.#open.take(), this.#openAt, isOnly);
    const rest = last === first ? undefined : chunk.subarray(first + 1, last);
    if (this.#scanner.isClosed) this.#around.add(chunk.subarray(last));
    else this.#open.add(chunk.subarray(last + 1));
    this.#openAt = chunkAt + last + 1;
    if (rest === undefined || begun.failure !== undefined) return begun;
    return joined(begun, this.#parse(rest, chunkAt + first + 1));
  }

  /**
   * @param items Whole, with the commas between them.
   * @param mayBeNone Whether there need not be any: nothing else stands in the array.
   */
  #parse(items: Uint8Array, byteOffset: number, mayBeNone = false): ParsedRecords {
    const text = utf8Text(items);
    const parsed = parseOrUndefined(text === undefined ? text : `[${text}]`) as unknown[] | undefined;
    if (parsed === undefined || (parsed.length === 0 && !mayBeNone)) return this.#parseOneByOne(items, byteOffset);
    this.#itemCount += parsed.length;
    return { records: parsed };
  }

  /** Finds the item that is broken; those before it are good. */
  #parseOneByOne(items: Uint8Array, byteOffset: number): ParsedRecords {
    const records: unknown[] = [];
    const scanner = new JsonItemScanner();
    for (let start = 0; start <= items.length;) {
      const next = scanner.next(items, start);
      const end = next === -1 ? items.length : next;
      const item = items.subarray(start, end);
      const text = utf8Text(item);
      if (text === undefined) {
        return { records, failure: this.#broken(byteOffset + start + invalidUtf8At(item), 'UTF-8') };
      }
      const record = parseOrUndefined(text);
      if (record === undefined) {
        return { records, failure: this.#broken(byteOffset + start, `an item of ${this.#list} in JSON`) };
      }
      records.push(record);
      start = end + 1;
    }
    return { records };
  }

  get #list(): string {
    return this.#path === '' ? 'an array of records' : `the array of records at "${this.#path}"`;
  }

  #cut(expected: string): DecodeError {
    return new DecodeError(this.#context, { byteOffset: this.#byteCount, expected, isCut: true });
  }

  #broken(byteOffset: number, expected: string): DecodeError {
    return new DecodeError(this.#context, { byteOffset, expected });
  }
}

function parseOrUndefined(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}
