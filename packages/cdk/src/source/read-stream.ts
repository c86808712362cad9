import { ConnectorError } from '../errors/connector-error.ts';
import { toErrorTrace } from '../errors/to-error-trace.ts';
import { errorTrace, stateMessage, streamStatusTrace } from '../protocol/build-message.ts';
import { type ConfiguredStream, descriptorOf, type StreamDescriptor, streamLabel } from '../protocol/catalog.ts';
import { jsonTypeOf } from '../protocol/json.ts';
import type { AirbyteMessage, Output, RecordLines, StreamStatus } from '../protocol/messages.ts';
import { RECORD_LINE_END, recordLinePrefix, recordToJson } from '../protocol/record-lines.ts';
import { NO_CURSOR_STATE, type StreamState } from '../protocol/state.ts';
import type { RunContext, StreamContext } from '../streams/contexts.ts';
import { cursorTypeOf } from '../streams/cursors/cursor-type.ts';
import { HighestValueCursor } from '../streams/cursors/highest-value-cursor.ts';
import { schemaOf } from '../streams/describe-stream.ts';
import type { AnyStream } from '../streams/stream.ts';
import { createRecordValidator, type RecordValidator } from './record-validator.ts';

/** What the read engine needs besides what streams get. */
export interface ReadContext extends RunContext {
  /** Sends a message at once, beside the stream of messages that the engine gives: for what happens during a wait. */
  readonly emit: (message: AirbyteMessage) => void;
  /** Checks every record against its stream's schema, which costs time. @default false */
  readonly validateRecords?: boolean;
}

/** Text handed to the writer at a time. A page of small records is one chunk, a page of large ones several. */
const CHUNK_LENGTH = 64 * 1024;

const DEFAULT_CHECKPOINT_INTERVAL = 1000;

/**
 * Reads one stream whole: gives its messages in order, records as the text of their lines, and returns whether it
 * completed.
 *
 * The order is the promise: a record comes before the STATE that covers it; STARTED first; COMPLETE or INCOMPLETE last.
 * A failure is told in a TRACE and ends this stream only.
 */
export async function* readStream(
  stream: AnyStream,
  configured: ConfiguredStream,
  startState: StreamState,
  run: ReadContext,
): AsyncGenerator<Output, boolean> {
  const reader = new StreamReader(stream, configured, startState, run);
  yield reader.status('STARTED');
  try {
    yield* reader.readSlices();
    yield* reader.finish();
    return true;
  } catch (error) {
    yield* reader.fail(error);
    return false;
  } finally {
    reader.report();
  }
}

/** The state of one stream's read: what has gone out, and what of it a STATE has covered. */
class StreamReader {
  readonly #stream: AnyStream;
  readonly #descriptor: StreamDescriptor;
  readonly #label: string;
  readonly #configured: ConfiguredStream;
  readonly #startState: StreamState;
  readonly #run: ReadContext;
  readonly #startedAt: number;
  #cursor: HighestValueCursor | undefined;
  #validator: RecordValidator | undefined;
  /** Lines that are made but not yet handed on; whatever happens, they go out before anything else. */
  #text = '';
  #isRunning = false;
  #records = 0;
  #pages = 0;
  #recordsSinceState = 0;
  #states = 0;
  #lastState: string;

  constructor(stream: AnyStream, configured: ConfiguredStream, startState: StreamState, run: ReadContext) {
    this.#stream = stream;
    this.#descriptor = descriptorOf(stream);
    this.#label = streamLabel(stream);
    this.#configured = configured;
    this.#startState = startState;
    this.#run = run;
    this.#startedAt = run.clock.now();
    this.#lastState = JSON.stringify(startState);
  }

  async *readSlices(): AsyncGenerator<Output, void> {
    const { clock, signal } = this.#run;
    const context = await this.#open();
    const interval = this.#stream.checkpointInterval ?? DEFAULT_CHECKPOINT_INTERVAL;
    let isFirst = true;
    for await (const slice of this.#stream.streamSlices(context)) {
      // A slice's STATE waits until there is a next one: after the last one the stream's final STATE says more.
      if (!isFirst) yield* this.#checkpoint();
      isFirst = false;
      for await (const page of this.#stream.readPages({ ...context, slice })) {
        this.#pages++;
        const prefix = recordLinePrefix(this.#descriptor, clock.now());
        for (const record of this.#recordsOf(page)) {
          this.#text += prefix + this.#toJson(record) + RECORD_LINE_END;
          this.#cursor?.observe(record);
          this.#validator?.observe(record);
          this.#records++;
          this.#recordsSinceState++;
          if (!this.#isRunning) yield this.#running();
          if (this.#text.length >= CHUNK_LENGTH) yield this.#takeText();
        }
        if (this.#text !== '') yield this.#takeText();
        if (this.#cursor?.mustRetract || (this.#recordsSinceState >= interval && this.#stateHasMoved())) {
          yield* this.#checkpoint();
        }
        signal.throwIfAborted();
      }
      signal.throwIfAborted();
    }
  }

  /** The last messages of a stream that was read to its end. */
  *finish(): Generator<Output> {
    this.#cursor?.finish();
    if (!this.#isRunning) yield this.#running();
    if (this.#cursor === undefined) yield this.#state(NO_CURSOR_STATE);
    else if (this.#states === 0 || this.#recordsSinceState > 0 || this.#stateHasMoved())
      yield this.#state(this.#cursor.state());
    yield this.status('COMPLETE');
  }

  /** The last messages of a stream that broke off: what is safe, why, and that it is not complete. */
  *fail(error: unknown): Generator<Output> {
    const { signal, clock } = this.#run;
    if (this.#text !== '') yield this.#takeText();
    yield* this.#checkpoint();
    if (!signal.aborted) yield errorTrace(toErrorTrace(error, this.#descriptor), clock.now());
    yield this.status('INCOMPLETE');
  }

  status(status: StreamStatus): AirbyteMessage {
    return streamStatusTrace(this.#descriptor, status, this.#run.clock.now());
  }

  /** One line for a person who looks back at the read. */
  report(): void {
    const { logger, clock } = this.#run;
    this.#validator?.report(logger);
    const seconds = ((clock.now() - this.#startedAt) / 1000).toFixed(1);
    logger.info(`Read ${this.#records} records of stream "${this.#label}" in ${seconds} s, pages: ${this.#pages}`);
  }

  async #open(): Promise<StreamContext<any>> {
    const { logger, clock, signal, addSecret, emit, validateRecords } = this.#run;
    const { cursorField } = this.#stream;
    const { syncMode } = this.#configured;
    const schema = cursorField !== undefined || validateRecords ? await schemaOf(this.#stream) : {};
    if (validateRecords) this.#validator = await createRecordValidator(schema, this.#label);
    if (cursorField !== undefined) {
      this.#cursor = new HighestValueCursor({
        stream: this.#label,
        field: cursorField,
        type: cursorTypeOf(schema, cursorField),
        order: this.#stream.recordOrder ?? 'unsorted',
        filter: this.#stream.cursorFilter ?? 'inclusive',
        startState: this.#startState,
        logger,
        now: clock.now(),
      });
    } else if (syncMode === 'incremental') {
      logger.info(`Stream "${this.#label}" has no cursor field: it is read as full refresh`);
    }
    const isResumed = cursorField !== undefined && Object.keys(this.#startState).length > 0;
    logger.info(`Reading stream "${this.#label}"${isResumed ? ` from state ${this.#lastState}` : ''}`);
    return {
      logger,
      clock,
      signal,
      addSecret,
      syncMode: cursorField === undefined ? 'full_refresh' : syncMode,
      state: cursorField === undefined ? {} : this.#startState,
      reportRateLimit: (quotaReset) => {
        const reset = quotaReset === undefined ? {} : { rate_limited: { quota_reset: Math.round(quotaReset) } };
        emit(streamStatusTrace(this.#descriptor, 'RUNNING', clock.now(), { type: 'RATE_LIMITED', ...reset }));
      },
    };
  }

  #recordsOf(page: Iterable<object>): Iterable<object> {
    if (typeof page === 'object' && page !== null && Symbol.iterator in page) return page;
    throw new ConnectorError(
      `readPages of stream "${this.#label}" must yield pages, each a list of records, got ${jsonTypeOf(page)} as page ${this.#pages}`,
    );
  }

  #toJson(record: unknown): string {
    try {
      return recordToJson(record);
    } catch (cause) {
      throw new ConnectorError(
        `A record of stream "${this.#label}" on page ${this.#pages} cannot be written as JSON: ${(cause as Error).message.split('\n')[0]}`,
        { cause },
      );
    }
  }

  #running(): AirbyteMessage {
    this.#isRunning = true;
    return this.status('RUNNING');
  }

  /** A STATE that is safe now, when it says anything new. */
  *#checkpoint(): Generator<AirbyteMessage> {
    if (this.#cursor === undefined) return;
    if (this.#recordsSinceState > 0 || this.#stateHasMoved()) yield this.#state(this.#cursor.state());
  }

  #stateHasMoved(): boolean {
    return this.#cursor !== undefined && JSON.stringify(this.#cursor.state()) !== this.#lastState;
  }

  #state(state: StreamState): AirbyteMessage {
    const message = stateMessage(this.#descriptor, state, this.#recordsSinceState);
    this.#states++;
    this.#recordsSinceState = 0;
    this.#lastState = JSON.stringify(state);
    return message;
  }

  #takeText(): RecordLines {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
