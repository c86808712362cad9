import type { StreamDescriptor } from './catalog.ts';
import { recordToJson } from './record-json.ts';

/** Bytes that are handed on at a time. A page of small records is one chunk, a page of large ones several. */
const CHUNK_BYTES = 64 * 1024;
/** Room for a usual record past the end of a chunk, so that a buffer seldom has to grow. */
const SLACK_BYTES = 16 * 1024;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const MAX_BYTES_PER_UNIT = 3;

const LINE_END = '}}\n';
const NOTHING = Buffer.alloc(0);

/**
 * RECORD messages of one stream as the bytes of their lines.
 *
 * This is the hot path. What is the same in all lines of a page is made once, and each record's JSON is encoded straight into
 * the chunk: joining strings first and encoding them later takes twice as long.
 */
export class RecordLines {
  readonly #head: string;
  #prefix = '';
  /** Small pages share a buffer: to allocate one for each costs more than all the rest. */
  #buffer: Buffer = NOTHING;
  /** Where the lines begin that were not handed on yet, and where they end. */
  #start = 0;
  #end = 0;

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
    return this.#end === this.#start;
  }

  /** True when there is enough to hand on. */
  get isChunk(): boolean {
    return this.#end - this.#start >= CHUNK_BYTES;
  }

  /** Hands on the lines so far. */
  take(): Uint8Array {
    const taken = this.#buffer.subarray(this.#start, this.#end);
    this.#start = this.#end;
    // What is left of it is for no whole chunk: better a new one than lines that move.
    if (this.#buffer.length - this.#end <= SLACK_BYTES) this.#renew(NOTHING, 0);
    return taken;
  }

  #write(text: string): void {
    this.#end += this.#buffer.write(text, this.#end);
  }

  #renew(buffer: Buffer, end: number): void {
    this.#buffer = buffer;
    this.#start = 0;
    this.#end = end;
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#buffer.length) return;
    const lines = this.#buffer.subarray(this.#start, this.#end);
    this.#renew(allocate(lines.length + bytes), lines.length);
    this.#buffer.set(lines);
  }
}

function allocate(bytes: number): Buffer {
  return Buffer.allocUnsafeSlow(Math.max(bytes, CHUNK_BYTES) + SLACK_BYTES);
}
