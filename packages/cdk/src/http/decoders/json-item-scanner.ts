const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
/** Brackets and braces differ in one bit alone. */
const BRACE_BIT = 0x20;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/**
 * Finds where the items of a JSON array end, in chunks of bytes, several times as fast as they are parsed. It trusts the items to be
 * valid: whoever parses them finds out.
 */
export class JsonItemScanner {
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #isClosed = false;

  /** Whether the array itself has ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * The position, from `start` on, of the next comma between two items or of the bracket that closes the array; -1 when there is none
   * in this chunk. Then the next chunk is looked at from its start.
   */
  next(chunk: Uint8Array, start: number): number {
    const { length } = chunk;
    let at = this.#isEscaped ? start + 1 : start;
    let inString = this.#inString;
    let depth = this.#depth;
    for (;;) {
      while (inString && at < length) {
        const byte = chunk[at];
        inString = byte !== QUOTE;
        at += byte === BACKSLASH ? 2 : 1;
      }
      if (at >= length) break;
      const byte = chunk[at] as number;
      if (byte === QUOTE) inString = true;
      else if (byte === COMMA && depth === 0) return this.#pauseAt(at);
      else if ((byte & ~BRACE_BIT) === OPEN) depth++;
      else if ((byte & ~BRACE_BIT) === CLOSE && depth-- === 0) {
        this.#isClosed = true;
        return this.#pauseAt(at);
      }
      at++;
    }
    this.#isEscaped = at > length;
    this.#inString = inString;
    this.#depth = depth;
    return -1;
  }

  #pauseAt(position: number): number {
    this.#isEscaped = false;
    this.#inString = false;
    this.#depth = 0;
    return position;
  }
}
