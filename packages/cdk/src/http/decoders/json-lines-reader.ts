import { parseJson } from '../../protocol/parse-json.ts';
import { BytePieces } from './byte-pieces.ts';
import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';
import { isCutJson } from './is-cut-json.ts';
import { joined, NOTHING, type ParsedRecords } from './parsed-records.ts';
import { withoutMark } from './text-start.ts';
import { invalidUtf8At, utf8Text } from './utf8.ts';

const LINE_END = 0x0a;

/** Reads lines of JSON chunk by chunk. */
export class JsonLinesReader {
  readonly #context: DecodeContext;
  /** A line whose end has not come, and the byte at which it starts. */
  readonly #open = new BytePieces();
  #openAt = 0;
  #byteCount = 0;

  constructor(context: DecodeContext) {
    this.#context = context;
  }

  /** The records of the lines that are whole with this chunk. */
  read(bytes: Uint8Array): ParsedRecords {
    const chunkAt = this.#byteCount;
    const chunk = chunkAt === 0 ? withoutMark(bytes) : bytes;
    this.#byteCount += chunk.length;
    const first = chunk.indexOf(LINE_END);
    this.#open.add(chunk.subarray(0, first === -1 ? chunk.length : first));
    if (first === -1) {
      if (this.#open.isTooLong) throw this.#broken(this.#openAt, 'a line with an end');
      return NOTHING;
    }
    // Only the line that began in chunks before is copied to be one piece.
    const begun = this.#parse(this.#open.take(), this.#openAt);
    const last = chunk.lastIndexOf(LINE_END);
    this.#open.add(chunk.subarray(last + 1));
    this.#openAt = chunkAt + last + 1;
    if (last === first || begun.failure !== undefined) return begun;
    return joined(begun, this.#parse(chunk.subarray(first + 1, last), chunkAt + first + 1));
  }

  /** The last line, which may have no line end. */
  end(): ParsedRecords {
    const line = this.#open.take();
    const parsed = this.#parse(line, this.#openAt);
    if (parsed.failure === undefined || !isCutJson(Buffer.from(line).toString())) return parsed;
    const expected = 'the rest of a line of JSON';
    return {
      records: [],
      failure: new DecodeError(this.#context, { byteOffset: this.#byteCount, expected, isCut: true }),
    };
  }

  #parse(lines: Uint8Array, byteOffset: number): ParsedRecords {
    const invalidAt = utf8Text(lines) === undefined ? invalidUtf8At(lines) : undefined;
    // What comes before a byte that is no UTF-8 is good, up to the line in which it stands.
    const valid = invalidAt === undefined ? lines : lines.subarray(0, lines.lastIndexOf(LINE_END, invalidAt) + 1);
    const parsed = this.#parseLines(utf8Text(valid) ?? '', byteOffset);
    if (parsed.failure !== undefined || invalidAt === undefined) return parsed;
    return { records: parsed.records, failure: this.#broken(byteOffset + invalidAt, 'UTF-8') };
  }

  #parseLines(text: string, byteOffset: number): ParsedRecords {
    const records: unknown[] = [];
    for (let start = 0; start < text.length;) {
      const next = text.indexOf('\n', start);
      const end = next === -1 ? text.length : next;
      const line = text.slice(start, end);
      try {
        if (line !== '' && line !== '\r') records.push(parseJson(line));
      } catch {
        if (line.trim() !== '') {
          const place = byteOffset + Buffer.byteLength(text.slice(0, start));
          return { records, failure: this.#broken(place, 'a line of JSON') };
        }
      }
      start = end + 1;
    }
    return { records };
  }

  #broken(byteOffset: number, expected: string): DecodeError {
    return new DecodeError(this.#context, { byteOffset, expected });
  }
}
