/** Takes bytes that come in chunks in the amounts that are asked for. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** What came and was not taken. */
  #rest: Uint8Array = new Uint8Array();
  #position = 0;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** How many bytes were taken so far. */
  get position(): number {
    return this.#position;
  }

  /** How many bytes have come so far. */
  get arrived(): number {
    return this.#position + this.#rest.length;
  }

  /** Exactly so many bytes, without taking them; fewer when there are no more. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#rest.length < length) {
      const { done, value } = await this.#chunks.next();
      if (done === true) break;
      this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
    }
    return this.#rest.subarray(0, length);
  }

  /** Exactly so many bytes; fewer when there are no more. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length);
    this.#skip(bytes.length);
    return bytes;
  }

  /** The bytes that are there, at least one and at most so many; `undefined` when there are no more. */
  async takeSome(most: number): Promise<Uint8Array | undefined> {
    await this.peek(1);
    const bytes = this.#rest.subarray(0, most);
    this.#skip(bytes.length);
    return bytes.length === 0 ? undefined : bytes;
  }

  /** Gives back the end of what was taken last. */
  giveBack(bytes: Uint8Array): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
    this.#position -= bytes.length;
  }

  /** Ends the source of the bytes. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  #skip(length: number): void {
    this.#rest = this.#rest.subarray(length);
    this.#position += length;
  }
}
