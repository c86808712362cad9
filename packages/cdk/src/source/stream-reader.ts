import { toErrorTrace } from '../errors/to-error-trace.ts';
import { errorTrace, estimateTrace, streamStatusTrace } from '../protocol/build-message.ts';
import { type ConfiguredStream, descriptorOf, type StreamDescriptor, streamLabel } from '../protocol/catalog.ts';
import type { RateLimitedReason, StreamStatus } from '../protocol/messages.ts';
import type { StreamState } from '../protocol/state.ts';
import { newRequestCounts, type StreamContext } from '../streams/contexts.ts';
import { schemaOf } from '../streams/describe-stream.ts';
import type { AnyStream } from '../streams/stream.ts';
import { isBlankState } from '../streams/state-formats/blank-state.ts';
import { iterateUntilAborted, untilAborted } from '../streams/until-aborted.ts';
import { Checkpoints } from './checkpoints.ts';
import { PageWriter } from './page-writer.ts';
import { openProgress } from './progress/open-progress.ts';
import { skipSlice } from './progress/skip-slice.ts';
import { sliceContextOf } from './progress/slice-context.ts';
import { sliceLabel } from './progress/slice-label.ts';
import type { DueSlice, StreamProgress } from './progress/stream-progress.ts';
import type { StreamRun } from './read-context.ts';
import { announceRead, summariseRead } from './read-log.ts';
import { createRecordValidator, type RecordValidator } from './record-validator.ts';
import { requireSchema } from './require-schema.ts';
import type { WorkQueue } from './places.ts';
import { SlowSlices, type WatchedSlice } from './slow-slices.ts';

const DEFAULT_CHECKPOINT_INTERVAL = 1;

/**
 * Reads one stream, slice by slice, several of them at once, and sends its messages: records as the bytes of their lines.
 *
 * The order is the promise: a record goes out before the STATE that covers it; STARTED first; COMPLETE or INCOMPLETE last.
 * A failure is told in a TRACE and ends this stream only: no further slice is begun, those under way are read to their ends. A
 * partition that is to be left out is told in a LOG line, and ends nothing but itself.
 */
export class StreamReader implements WorkQueue {
  readonly #stream: AnyStream;
  readonly #configured: ConfiguredStream;
  readonly #startState: StreamState;
  readonly #run: StreamRun;
  readonly #onFailure: (stream: string) => void;
  readonly #descriptor: StreamDescriptor;
  readonly #label: string;
  readonly #requestCounts = newRequestCounts();
  /** The next slice, while it is asked for: a parent may be slow. */
  readonly #asking: WatchedSlice;
  #progress: StreamProgress | undefined;
  #slices: AsyncIterator<DueSlice> | undefined;
  #context: StreamContext<any> | undefined;
  #checkpoints: Checkpoints | undefined;
  #validator: RecordValidator | undefined;
  #writer: PageWriter | undefined;
  #startedAt = 0;
  #estimated = 0;
  /** Pages that came from an API, where the stream counts them. */
  #apiPages = 0;
  #hasFailed = false;
  #isStarted = false;
  #isEnded = false;

  constructor(
    stream: AnyStream,
    configured: ConfiguredStream,
    startState: StreamState,
    run: StreamRun,
    onFailure: (stream: string) => void,
  ) {
    this.#onFailure = onFailure;
    this.#stream = stream;
    this.#configured = configured;
    this.#startState = startState;
    this.#run = run;
    this.#descriptor = descriptorOf(stream);
    this.#label = streamLabel(stream);
    this.#asking = SlowSlices.slice(`Stream "${this.#label}", its next slice,`);
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
      this.#watch(this.#asking);
      const { done, value } = await untilAborted(this.#slices.next(), signal);
      return done === true ? undefined : () => this.#readSlice(value);
    } catch (error) {
      this.#fail(error);
      return undefined;
    } finally {
      this.#run.slowSlices.end(this.#asking);
    }
  }

  async finish(): Promise<void> {
    if (!this.#isStarted) return;
    const isComplete = !this.#hasFailed && !this.#run.signal.aborted;
    const { records = 0, pages = 0 } = this.#writer ?? {};
    if (isComplete && records === 0) this.#say('RUNNING');
    const state = isComplete ? this.#checkpoints?.final() : this.#checkpoints?.whenBroken();
    if (state !== undefined) await this.#run.emit(state);
    this.#say(isComplete ? 'COMPLETE' : 'INCOMPLETE');
    this.#isEnded = true;
    this.#validator?.report(this.#run.logger);
    summariseRead(this.#run.logger, this.#label, {
      ...this.#requestCounts,
      records,
      pages: this.#apiPages || pages,
      elapsedMs: this.#run.clock.now() - this.#startedAt,
    });
  }

  async #start(): Promise<AsyncIterator<DueSlice>> {
    const run = this.#run;
    this.#isStarted = true;
    this.#startedAt = run.clock.now();
    this.#say('STARTED');
    const stream = this.#stream;
    const schema = await schemaOf(stream);
    requireSchema(schema, `The schema of stream "${this.#label}"`);
    if (run.validateRecords === true) this.#validator = await createRecordValidator(schema, this.#label);
    const startState = isBlankState(this.#startState) ? this.#startState : stream.migrateState(this.#startState);
    const progress = await openProgress(stream, startState, run);
    this.#progress = progress;
    this.#checkpoints = new Checkpoints(
      this.#descriptor,
      progress,
      stream.checkpointInterval ?? DEFAULT_CHECKPOINT_INTERVAL,
    );
    this.#writer = new PageWriter({
      stream: this.#descriptor,
      run,
      checkpoints: this.#checkpoints,
      validator: this.#validator,
      onFirstRecord: () => this.#say('RUNNING'),
    });
    announceRead(run.logger, this.#label, this.#configured.syncMode, stream, startState);
    this.#context = {
      ...run,
      activity: this.#asking,
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
    const writer = this.#writer!;
    const checkpoints = this.#checkpoints!;
    const activity = SlowSlices.slice(sliceLabel(this.#label, due.label));
    this.#watch(activity);
    try {
      const countPage = (): void => void this.#apiPages++;
      const context = { ...sliceContextOf({ ...this.#context!, activity }, due), countPage };
      const pages = this.#stream.readPages(context);
      let position = 0;
      for await (const page of iterateUntilAborted(pages, signal)) {
        const hasNew = await writer.write(page, due, ++position);
        due.endPage();
        await writer.send(checkpoints.ifDue(progress.mustRetract === true));
        this.#watch(activity);
        signal.throwIfAborted();
        if (!hasNew && progress.endsWithOldPage === true) break;
        if (due.isSkipped) return;
      }
      signal.throwIfAborted();
      due.end();
      await writer.send(checkpoints.ifDue(false));
    } catch (error) {
      await writer.flush();
      if (!signal.aborted && skipSlice(error, due, activity.label, this.#run.logger)) return;
      // What is safe goes out first: nobody has to wait for the other slices.
      if (!this.#hasFailed) await writer.send(checkpoints.whenBroken());
      this.#fail(error);
    } finally {
      this.#run.slowSlices.end(activity);
    }
  }

  #watch(activity: WatchedSlice): void {
    this.#run.slowSlices.begin(activity, this.#run.clock.now());
  }

  /** Nothing follows the last status: a stop does not wait for a request, which may be told to wait after that. */
  #say(status: StreamStatus, reason?: RateLimitedReason): void {
    if (this.#isEnded) return;
    void this.#run.emit(streamStatusTrace(this.#descriptor, status, this.#run.clock.now(), reason));
  }

  /** Of several windows each tells its own total. */
  #estimate(records: number): void {
    if (this.#isEnded) return;
    this.#estimated += records;
    const estimate = { ...this.#descriptor, type: 'STREAM' as const, row_estimate: Math.round(this.#estimated) };
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
}

function rateLimited(quotaReset: number | undefined): RateLimitedReason {
  if (quotaReset === undefined) return { type: 'RATE_LIMITED' };
  return { type: 'RATE_LIMITED', rate_limited: { quota_reset: Math.round(quotaReset) } };
}
