import type { Writable } from 'node:stream';
import type { Output } from '../protocol/messages.ts';
import { redactMessage } from './redact-message.ts';
import type { Redactor } from './redactor.ts';

/** Characters that are joined before they are written: what a pipe takes at once on Linux. */
const CHUNK_LENGTH = 64 * 1024;

/**
 * Writes messages to stdout, one JSON object a line, and is the only thing that does. Small messages are joined until the
 * current turn of the event loop ends, so nothing waits for company.
 */
export class MessageWriter {
  readonly #write: (text: string, done?: () => void) => boolean;
  readonly #stdout: Writable;
  readonly #redactor: Redactor;
  #buffer = '';
  #isScheduled = false;
  #drained: Promise<void> | undefined;

  constructor(stdout: Writable, redactor: Redactor) {
    this.#stdout = stdout;
    // Kept as it is now: later the stream's own `write` is taken away from everyone else.
    this.#write = stdout.write.bind(stdout) as (text: string, done?: () => void) => boolean;
    this.#redactor = redactor;
  }

  /**
   * Takes messages in their order.
   *
   * @returns A promise when the reader of stdout is slow: await it before making more. Otherwise `undefined`, which costs
   *   the caller no turn.
   */
  write(output: Output): Promise<void> | undefined {
    this.#buffer += typeof output === 'string' ? output : `${JSON.stringify(redactMessage(output, this.#redactor))}\n`;
    if (this.#buffer.length >= CHUNK_LENGTH) this.#writeBuffer();
    else if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#writeBuffer();
      });
    }
    return this.#drained;
  }

  /** Resolves when everything has left the process, however slow its reader is. */
  async flush(): Promise<void> {
    while (this.#buffer !== '' || this.#drained !== undefined) {
      this.#writeBuffer();
      await this.#drained;
    }
    await new Promise<void>((resolve) => this.#write('', resolve));
  }

  #writeBuffer(): void {
    // While the reader is slow the buffer grows only by what does not await: log lines.
    if (this.#drained !== undefined || this.#buffer === '') return;
    const text = this.#buffer;
    this.#buffer = '';
    if (this.#write(text)) return;
    this.#drained = new Promise((resolve) => {
      this.#stdout.once('drain', () => {
        this.#drained = undefined;
        resolve();
        this.#writeBuffer();
      });
    });
  }
}
