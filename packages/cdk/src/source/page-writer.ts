import { ConnectorError } from '../errors/connector-error.ts';
import { type StreamDescriptor, streamLabel } from '../protocol/catalog.ts';
import { jsonTypeOf } from '../protocol/json.ts';
import type { Output } from '../protocol/messages.ts';
import { RecordLines } from '../protocol/record-lines.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { DueSlice } from './progress/stream-progress.ts';
import type { StreamRun } from './read-context.ts';
import type { RecordValidator } from './record-validator.ts';

export interface PageWriterOptions {
  readonly stream: StreamDescriptor;
  readonly run: StreamRun;
  readonly checkpoints: Checkpoints;
  readonly validator: RecordValidator | undefined;
  /** Called right before the stream's first record. */
  readonly onFirstRecord: () => void;
}

/**
 * Writes the pages of one stream's slices, and tells their cursors of every record.
 *
 * The slices share it: whatever is in its lines goes out before any of them waits, so a STATE that one of them causes covers only
 * records of the others that have gone out too.
 */
export class PageWriter {
  readonly #options: PageWriterOptions;
  readonly #lines: RecordLines;
  #pages = 0;
  #records = 0;

  constructor(options: PageWriterOptions) {
    this.#options = options;
    this.#lines = new RecordLines(options.stream);
  }

  get pages(): number {
    return this.#pages;
  }

  get records(): number {
    return this.#records;
  }

  /**
   * Writes a page whole. This is the hot path: a synchronous loop that waits only when stdout is slow.
   *
   * @param position The page's number in its slice, for messages.
   * @returns False when all its records were old.
   */
  async write(page: Iterable<object>, { progress }: DueSlice, position: number): Promise<boolean> {
    const { checkpoints, validator, run, onFirstRecord } = this.#options;
    const { isOld } = progress;
    const lines = this.#lines;
    let old = 0;
    let written = 0;
    this.#pages++;
    lines.emittedAt = run.clock.now();
    for (const record of this.#listOf(page, position)) {
      if (isOld?.(record) === true) {
        old++;
        continue;
      }
      this.#addLine(record, position);
      progress.observe(record);
      checkpoints.count();
      validator?.observe(record);
      written++;
      if (this.#records++ === 0) onFirstRecord();
      if (lines.isChunk) await this.flush();
    }
    await this.flush();
    return written > 0 || old === 0;
  }

  /** Sends what is in the lines. */
  async flush(): Promise<void> {
    if (this.#lines.isEmpty) return;
    const bytes = this.#lines.take();
    this.#options.checkpoints.addBytes(bytes.byteLength);
    await this.send(bytes);
  }

  /** Sends a message, and waits for the reader of stdout where it is slow. */
  async send(output: Output | undefined): Promise<void> {
    const { emit, slowSlices } = this.#options.run;
    const drained = output === undefined ? undefined : emit(output);
    if (drained === undefined) return;
    slowSlices.isStdoutBlocked = true;
    await drained;
    slowSlices.isStdoutBlocked = false;
  }

  #listOf(page: Iterable<object>, position: number): Iterable<object> {
    if (typeof page === 'object' && page !== null && Symbol.iterator in page) return page;
    throw new ConnectorError(
      `readPages of stream "${this.#label}" must yield pages, each a list of records, got ${jsonTypeOf(page)} as page ${position}`,
    );
  }

  #addLine(record: unknown, position: number): void {
    try {
      this.#lines.add(record);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
      throw new ConnectorError(
        `A record of stream "${this.#label}" on page ${position} cannot be written as JSON: ${reason}`,
        { cause },
      );
    }
  }

  get #label(): string {
    return streamLabel(this.#options.stream);
  }
}
