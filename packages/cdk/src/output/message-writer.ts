import type { Writable } from 'node:stream';
import type { AirbyteMessage, Output } from '../protocol/messages.ts';
import { writeJson } from '../protocol/write-json.ts';
import { redactMessage } from './redact-message.ts';
import type { Redactor } from './redactor.ts';

/** Bytes that are joined before they are written: what a pipe takes at once on Linux. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Writes messages to stdout, one JSON object a line, and is the only thing that does. Small messages are joined until the
 * current turn of the event loop ends, so nothing waits for company.
 */
export class MessageWriter {
  readonly #write: (bytes: Uint8Array, done?: () => void) => boolean;
  readonly #stdout: Writable;
  readonly #redactor: Redactor;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #isScheduled = false;
  #drained: Promise<void> | undefined;

  constructor(stdout: Writable, redactor: Redactor) {
    this.#stdout = stdout;
    // Kept as it is now: later the stream's own `write` is taken away from everyone else.
    this.#write = stdout.write.bind(stdout) as (bytes: Uint8Array, done?: () => void) => boolean;
    this.#redactor = redactor;
  }

  /**
   * Takes messages in their order.
   *
   * @returns A promise when the reader of stdout is slow: await it before making more. Otherwise `undefined`, which costs
   *   the caller no turn.
   */
  write(output: Output): Promise<void> | undefined {
    const bytes =
      output instanceof Uint8Array ? output : Buffer.from(`${writeJson(redactMessage(output, this.#redactor))}\n`);
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.byteLength;
    if (this.#pendingBytes >= CHUNK_BYTES) this.#writePending();
    else if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#writePending();
      });
    }
    return this.#drained;
  }

  /** Writes a message at once, after all that was taken before it, and resolves when it has left the process. */
  deliver(message: AirbyteMessage): Promise<void> {
    void this.write(message);
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return new Promise((resolve) => this.#write(bytes, resolve));
  }

  /** Resolves when everything has left the process, however slow its reader is. */
  async flush(): Promise<void> {
    while (this.#pendingBytes > 0 || this.#drained !== undefined) {
      this.#writePending();
      await this.#drained;
    }
    await new Promise<void>((resolve) => this.#write(new Uint8Array(), resolve));
  }

  #writePending(): void {
    const [first, ...more] = this.#pending;
    // While the reader is slow, only what does not await gathers here: log lines.
    if (this.#drained !== undefined || first === undefined) return;
    const bytes = more.length === 0 ? first : Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    if (this.#write(bytes)) return;
    this.#drained = new Promise((resolve) => {
      this.#stdout.once('drain', () => {
        this.#drained = undefined;
        resolve();
        this.#writePending();
      });
    });
  }
}
