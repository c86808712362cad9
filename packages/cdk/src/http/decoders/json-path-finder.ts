/** What was found where an array should be; `nothing` when there is no such place. */
export type FoundInstead = 'nothing' | 'object' | 'string' | 'number' | 'boolean' | 'null' | 'no JSON';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Looks for the array at a path in JSON that comes in chunks, byte by byte. It trusts the JSON to be valid: what it passes over is
 * parsed by others.
 */
export class JsonPathFinder {
  readonly #keys: readonly string[];
  /** How many containers are open, and how many of them are on the path. Equal: what comes now stands directly in the last one. */
  #depth = 0;
  #onPath = 0;
  /** The last container on the path is an object, of which a key comes next; or a list, of which this is the item. */
  #expectsKey = false;
  #index: number | undefined;
  /** The next value is on the path. */
  #isNext = true;
  #inString = false;
  #isEscaped = false;
  /** The bytes of a key that may be the one. */
  #key: number[] | undefined;

  /** @param path As `valueAtPath` takes it. */
  constructor(path: string) {
    this.#keys = path === '' ? [] : path.split('.');
  }

  /**
   * Looks on in a chunk.
   *
   * @returns The position after the array's opening bracket; what is there in its place; or `undefined` when that is not known yet.
   */
  find(chunk: Uint8Array): number | FoundInstead | undefined {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#inString) {
        this.#addToString(byte);
      } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        if (this.#isNext && this.#onPath === this.#keys.length) return byte === OPEN_ARRAY ? at + 1 : 'object';
        this.#open(byte === OPEN_OBJECT);
      } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        if (this.#depth === this.#onPath) return 'nothing';
        this.#depth--;
      } else if (byte === COMMA) {
        this.#nextMember();
      } else if (byte === COLON || byte <= 0x20) {
        // Between tokens.
      } else if (this.#isNext) {
        return this.#onPath === this.#keys.length ? scalarType(byte) : 'nothing';
      } else if (byte === QUOTE) {
        this.#inString = true;
        if (this.#expectsKey && this.#depth === this.#onPath) this.#key = [];
      }
    }
    return undefined;
  }

  #open(isObject: boolean): void {
    this.#depth++;
    if (!this.#isNext) return;
    this.#onPath++;
    this.#index = isObject ? undefined : 0;
    this.#expectsKey = isObject;
    this.#isNext = !isObject && this.#wanted === '0';
  }

  #nextMember(): void {
    if (this.#depth !== this.#onPath) return;
    if (this.#index === undefined) this.#expectsKey = true;
    else this.#isNext = this.#wanted === String(++this.#index);
  }

  #addToString(byte: number): void {
    if (!this.#isEscaped && byte === QUOTE) {
      this.#inString = false;
      this.#endKey();
      return;
    }
    this.#isEscaped = !this.#isEscaped && byte === BACKSLASH;
    this.#key?.push(byte);
  }

  #endKey(): void {
    if (this.#key === undefined) return;
    const text = Buffer.from(this.#key).toString();
    this.#key = undefined;
    this.#expectsKey = false;
    this.#isNext = (text.includes('\\') ? JSON.parse(`"${text}"`) : text) === this.#wanted;
  }

  /** The key that is looked for in the last container on the path. */
  get #wanted(): string | undefined {
    return this.#keys[this.#onPath - 1];
  }
}

function scalarType(byte: number): FoundInstead {
  const first = String.fromCharCode(byte);
  if (first === '"') return 'string';
  if (first === 't' || first === 'f') return 'boolean';
  if (first === 'n') return 'null';
  return /[-\d]/.test(first) ? 'number' : 'no JSON';
}
