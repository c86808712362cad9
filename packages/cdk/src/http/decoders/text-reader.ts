import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';
import { charsetOf, isEncoding, markedEncoding } from './encoding.ts';
import { invalidUtf8At, utf8Text } from './utf8.ts';

/** What a chunk of bytes says, and where it broke after that. */
export interface ReadText {
  readonly text: string;
  readonly failure?: DecodeError;
}

export interface TextReaderOptions {
  /** As `TextDecoder` names it. @default that of the byte order mark, of the content type, the declared one, or else UTF-8 */
  readonly encoding?: string | undefined;
  /** The encoding that a text says it has, in its first bytes. */
  readonly declared?: (start: Uint8Array) => string | undefined;
}

/** Decodes a text that comes in chunks of bytes, whole characters at a time. A byte order mark is part of what it gives. */
export class TextReader {
  readonly #context: DecodeContext;
  readonly #options: TextReaderOptions;
  /** For all encodings but UTF-8. */
  #decoder: TextDecoder | undefined;
  #isUtf8 = true;
  /** The beginning of a character whose other bytes have not come. */
  #begun: Uint8Array = new Uint8Array();
  #byteCount = 0;

  constructor(context: DecodeContext, options: TextReaderOptions) {
    this.#context = context;
    this.#options = options;
  }

  read(chunk: Uint8Array): ReadText {
    if (this.#byteCount === 0) this.#choose(chunk);
    const chunkAt = this.#byteCount;
    this.#byteCount += chunk.length;
    if (this.#isUtf8) return this.#readUtf8(chunk, chunkAt);
    try {
      return { text: this.#decoder?.decode(chunk, { stream: true }) ?? '' };
    } catch {
      return { text: '', failure: this.#broken(chunkAt, this.#decoder?.encoding ?? '') };
    }
  }

  /** What is left when the bytes have ended. */
  end(): ReadText {
    const isWhole = this.#begun.length === 0 && this.#endsWhole();
    if (isWhole) return { text: '' };
    const expected = 'the rest of a character';
    return {
      text: '',
      failure: new DecodeError(this.#context, { byteOffset: this.#byteCount, expected, isCut: true }),
    };
  }

  /** How many bytes a piece of the text took. */
  byteLength(piece: string): number {
    if (this.#isUtf8) return Buffer.byteLength(piece);
    return this.#decoder?.encoding.startsWith('utf-16') === true ? piece.length * 2 : piece.length;
  }

  #choose(start: Uint8Array): void {
    const { encoding: given, declared } = this.#options;
    const said = charsetOf(this.#context.contentType) ?? declared?.(start);
    const encoding = given ?? markedEncoding(start) ?? (said !== undefined && isEncoding(said) ? said : 'utf-8');
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    this.#isUtf8 = decoder.encoding === 'utf-8';
    this.#decoder = decoder;
  }

  #readUtf8(chunk: Uint8Array, chunkAt: number): ReadText {
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
    const bytesAt = chunkAt - this.#begun.length;
    const whole = bytes.subarray(0, bytes.length - begunLength(bytes));
    this.#begun = bytes.subarray(whole.length);
    const text = utf8Text(whole);
    if (text !== undefined) return { text };
    const invalidAt = invalidUtf8At(whole);
    return { text: utf8Text(whole.subarray(0, invalidAt)) ?? '', failure: this.#broken(bytesAt + invalidAt, 'UTF-8') };
  }

  #endsWhole(): boolean {
    try {
      if (!this.#isUtf8) this.#decoder?.decode();
      return true;
    } catch {
      return false;
    }
  }

  #broken(byteOffset: number, expected: string): DecodeError {
    return new DecodeError(this.#context, { byteOffset, expected });
  }
}

/** How many bytes at the end are the beginning of a character that needs more: up to three. */
function begunLength(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length] as number;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return wanted > length ? length : 0;
  }
  return 0;
}
