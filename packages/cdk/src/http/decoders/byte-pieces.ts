/** The most that is kept of something whose end does not come: a record longer than this is none. */
export const MAX_PIECES_BYTES = 64 * 1024 * 1024;

/** Pieces of something that is not whole yet. They are joined once, however many there are. */
export class BytePieces {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get isTooLong(): boolean {
    return this.#length > MAX_PIECES_BYTES;
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** Gives them as one, and starts anew. */
  take(): Uint8Array {
    const [first = new Uint8Array(), ...more] = this.#pieces;
    const joined = more.length === 0 ? first : Buffer.concat(this.#pieces, this.#length);
    this.#pieces = [];
    this.#length = 0;
    return joined;
  }
}
