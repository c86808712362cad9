import type { StreamDescriptor } from './catalog.ts';
import { recordToJson } from './record-json.ts';

/** Bytes that are handed on at a time. A page of small records is one chunk, a page of large ones several. */
const CHUNK_BYTES = 64 * 1024;
/** Room for a usual record past the end of a chunk, so that a buffer seldom has to grow. */
const SLACK_BYTES = 16 * 1024;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

const LINE_END = '}}\n';

/**
 * RECORD messages of one stream as the bytes of their lines.
 *
 * This is the hot path. What is the same in all lines of a page is made once, and each record's JSON is encoded straight into
 * the chunk: joining strings first and encoding them later takes twice as long.
 */
export class RecordLines {
  readonly #head: string;
  #prefix = '';
  #buffer = allocate(0);
  #length = 0;

  constructor({ name, namespace }: StreamDescriptor) {
    const own = namespace === undefined ? '' : `"namespace":${JSON.stringify(namespace)},`;
    this.#head = `{"type":"RECORD","record":{"stream":${JSON.stringify(name)},${own}"emitted_at":`;
  }

  /** The time that the records from here on are emitted at, in milliseconds since the epoch. */
  set emittedAt(ms: number) {
    this.#prefix = `${this.#head}${ms},"data":`;
  }

  /** @throws TypeError when the record cannot be written as a JSON object; then nothing was added. */
  add(record: unknown): void {
    const json = recordToJson(record);
    this.#reserve((this.#prefix.length + json.length + LINE_END.length) * MAX_BYTES_PER_UNIT);
    this.#write(this.#prefix);
    this.#write(json);
    this.#write(LINE_END);
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** True when there is enough to hand on. */
  get isChunk(): boolean {
    return this.#length >= CHUNK_BYTES;
  }

  /** Hands on the lines so far. */
  take(): Uint8Array {
    const taken = this.#buffer.subarray(0, this.#length);
    this.#buffer = allocate(0);
    this.#length = 0;
    return taken;
  }

  #write(text: string): void {
    this.#length += this.#buffer.write(text, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = allocate(this.#length + bytes);
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}

function allocate(bytes: number): Buffer {
  return Buffer.allocUnsafeSlow(Math.max(bytes, CHUNK_BYTES) + SLACK_BYTES);
}
