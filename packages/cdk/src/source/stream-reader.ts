import { ConnectorError } from '../errors/connector-error.ts';
import { toErrorTrace } from '../errors/to-error-trace.ts';
import { errorTrace, estimateTrace, streamStatusTrace } from '../protocol/build-message.ts';
import { type ConfiguredStream, descriptorOf, type StreamDescriptor, streamLabel } from '../protocol/catalog.ts';
import { jsonTypeOf } from '../protocol/json.ts';
import type { RateLimitedReason, StateMessage, StreamStatus } from '../protocol/messages.ts';
import { RecordLines } from '../protocol/record-lines.ts';
import type { StreamState } from '../protocol/state.ts';
import { newRequestCounts, type StreamContext } from '../streams/contexts.ts';
import { schemaOf } from '../streams/describe-stream.ts';
import type { AnyStream } from '../streams/stream.ts';
import { isBlankState } from '../streams/state-formats/blank-state.ts';
import { iterateUntilAborted, untilAborted } from '../streams/until-aborted.ts';
import { Checkpoints } from './checkpoints.ts';
import { openProgress } from './progress/open-progress.ts';
import { sliceContextOf } from './progress/slice-context.ts';
import type { DueSlice, StreamProgress } from './progress/stream-progress.ts';
import type { ReadContext } from './read-context.ts';
import { announceRead, summariseRead } from './read-log.ts';
import { createRecordValidator, type RecordValidator } from './record-validator.ts';
import type { WorkQueue } from './places.ts';

const DEFAULT_CHECKPOINT_INTERVAL = 1;

/**
 * Reads one stream, slice by slice, several of them at once, and sends its messages: records as the bytes of their lines.
 *
 * The order is the promise: a record goes out before the STATE that covers it; STARTED first; COMPLETE or INCOMPLETE last.
 * A failure is told in a TRACE and ends this stream only: no further slice is begun, those under way are read to their ends.
 */
export class StreamReader implements WorkQueue {
  readonly #stream: AnyStream;
  readonly #configured: ConfiguredStream;
  readonly #startState: StreamState;
  readonly #run: ReadContext;
  readonly #onFailure: (stream: string) => void;
  readonly #descriptor: StreamDescriptor;
  readonly #label: string;
  readonly #requestCounts = newRequestCounts();
  /** Shared by all slices: whatever is in it goes out before any of them waits. */
  readonly #lines: RecordLines;
  #progress: StreamProgress | undefined;
  #slices: AsyncIterator<DueSlice> | undefined;
  #context: StreamContext<any> | undefined;
  #checkpoints: Checkpoints | undefined;
  #validator: RecordValidator | undefined;
  #startedAt = 0;
  #pages = 0;
  #records = 0;
  #estimated = 0;
  #hasFailed = false;
  #isStarted = false;

  constructor(
    stream: AnyStream,
    configured: ConfiguredStream,
    startState: StreamState,
    run: ReadContext,
    onFailure: (stream: string) => void,
  ) {
    this.#onFailure = onFailure;
    this.#stream = stream;
    this.#configured = configured;
    this.#startState = startState;
    this.#run = run;
    this.#descriptor = descriptorOf(stream);
    this.#label = streamLabel(stream);
    this.#lines = new RecordLines(this.#descriptor);
  }

  get group(): string | undefined {
    return this.#stream.exclusiveGroup;
  }

  get maxPlaces(): number {
    return this.#progress?.isSequential === true ? 1 : Number.POSITIVE_INFINITY;
  }

  async next(): Promise<(() => Promise<void>) | undefined> {
    const { signal } = this.#run;
    if (signal.aborted || this.#hasFailed) return undefined;
    try {
      this.#slices ??= await this.#start();
      const { done, value } = await untilAborted(this.#slices.next(), signal);
      return done === true ? undefined : () => this.#readSlice(value);
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  async finish(): Promise<void> {
    if (!this.#isStarted) return;
    const isComplete = !this.#hasFailed && !this.#run.signal.aborted;
    if (isComplete && this.#records === 0) this.#say('RUNNING');
    const state = isComplete ? this.#checkpoints?.final() : this.#checkpoints?.whenBroken();
    if (state !== undefined) await this.#run.emit(state);
    this.#say(isComplete ? 'COMPLETE' : 'INCOMPLETE');
    this.#validator?.report(this.#run.logger);
    summariseRead(this.#run.logger, this.#label, {
      ...this.#requestCounts,
      records: this.#records,
      pages: this.#pages,
      elapsedMs: this.#run.clock.now() - this.#startedAt,
    });
  }

  async #start(): Promise<AsyncIterator<DueSlice>> {
    const run = this.#run;
    this.#isStarted = true;
    this.#startedAt = run.clock.now();
    this.#say('STARTED');
    const stream = this.#stream;
    const startState = isBlankState(this.#startState) ? this.#startState : stream.migrateState(this.#startState);
    const progress = await openProgress(stream, startState, run);
    this.#progress = progress;
    this.#checkpoints = new Checkpoints(
      this.#descriptor,
      progress,
      stream.checkpointInterval ?? DEFAULT_CHECKPOINT_INTERVAL,
    );
    if (run.validateRecords === true)
      this.#validator = await createRecordValidator(await schemaOf(stream), this.#label);
    announceRead(run.logger, this.#label, this.#configured.syncMode, stream, startState);
    this.#context = {
      ...run,
      streamName: this.#label,
      syncMode: stream.cursorField === undefined ? 'full_refresh' : this.#configured.syncMode,
      state: {},
      requestCounts: this.#requestCounts,
      reportRateLimit: (quotaReset) => this.#say('RUNNING', rateLimited(quotaReset)),
      ...(stream.parent === undefined && stream.partitions === undefined
        ? { reportTotal: (records) => this.#estimate(records) }
        : {}),
    };
    return progress.slices(this.#context);
  }

  async #readSlice(due: DueSlice): Promise<void> {
    const { signal } = this.#run;
    const { progress } = due;
    try {
      const pages = this.#stream.readPages(sliceContextOf(this.#context!, due));
      let position = 0;
      for await (const page of iterateUntilAborted(pages, signal)) {
        const hasNew = await this.#writePage(this.#listOf(page, ++position), due, position);
        due.endPage();
        await this.#send(this.#checkpoints!.ifDue(progress.mustRetract === true));
        signal.throwIfAborted();
        if (!hasNew && progress.endsWithOldPage === true) break;
      }
      signal.throwIfAborted();
      due.end();
      await this.#send(this.#checkpoints!.ifDue(false));
    } catch (error) {
      await this.#sendLines();
      // What is safe goes out first: nobody has to wait for the other slices.
      if (!this.#hasFailed) await this.#send(this.#checkpoints!.whenBroken());
      this.#fail(error);
    }
  }

  /** This is the hot path. Returns whether any record went out, or there was none at all. */
  async #writePage(page: Iterable<object>, { progress }: DueSlice, position: number): Promise<boolean> {
    const lines = this.#lines;
    const checkpoints = this.#checkpoints!;
    const isOld = progress.isOld;
    let old = 0;
    let written = 0;
    this.#pages++;
    lines.emittedAt = this.#run.clock.now();
    for (const record of page) {
      if (isOld?.(record) === true) {
        old++;
        continue;
      }
      this.#addLine(record, position);
      progress.observe(record);
      checkpoints.count();
      this.#validator?.observe(record);
      written++;
      if (this.#records++ === 0) this.#say('RUNNING');
      if (lines.isChunk) await this.#sendLines();
    }
    await this.#sendLines();
    return written > 0 || old === 0;
  }

  async #sendLines(): Promise<void> {
    if (this.#lines.isEmpty) return;
    const bytes = this.#lines.take();
    this.#checkpoints?.addBytes(bytes.byteLength);
    const drained = this.#run.emit(bytes);
    if (drained !== undefined) await drained;
  }

  async #send(state: StateMessage | undefined): Promise<void> {
    const drained = state === undefined ? undefined : this.#run.emit(state);
    if (drained !== undefined) await drained;
  }

  #say(status: StreamStatus, reason?: RateLimitedReason): void {
    void this.#run.emit(streamStatusTrace(this.#descriptor, status, this.#run.clock.now(), reason));
  }

  /** Of several windows each tells its own total. */
  #estimate(records: number): void {
    this.#estimated += records;
    const estimate = { ...this.#descriptor, type: 'STREAM' as const, row_estimate: this.#estimated };
    void this.#run.emit(estimateTrace(estimate, this.#run.clock.now()));
  }

  /** A stop that was asked for is no failure. Of several failures, which often have one cause, the first is the stream's. */
  #fail(error: unknown): void {
    if (this.#run.signal.aborted) return;
    const { clock, logger, emit } = this.#run;
    const trace = toErrorTrace(error, this.#descriptor);
    if (this.#hasFailed) logger.error(`Stream "${this.#label}" failed in another slice too: ${trace.message}`);
    else void emit(errorTrace(trace, clock.now()));
    this.#hasFailed = true;
    this.#onFailure(this.#label);
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
}

function rateLimited(quotaReset: number | undefined): RateLimitedReason {
  if (quotaReset === undefined) return { type: 'RATE_LIMITED' };
  return { type: 'RATE_LIMITED', rate_limited: { quota_reset: Math.round(quotaReset) } };
}
