import { ConnectorError } from '../errors/connector-error.ts';
import { toErrorTrace } from '../errors/to-error-trace.ts';
import { errorTrace, streamStatusTrace } from '../protocol/build-message.ts';
import { type ConfiguredStream, descriptorOf, streamLabel } from '../protocol/catalog.ts';
import { jsonTypeOf } from '../protocol/json.ts';
import type { AirbyteMessage, Output, RateLimitedReason, StreamStatus } from '../protocol/messages.ts';
import { RecordLines } from '../protocol/record-lines.ts';
import type { StreamState } from '../protocol/state.ts';
import { newRequestCounts, type StreamContext } from '../streams/contexts.ts';
import { openCursor } from '../streams/cursors/open-cursor.ts';
import { schemaOf } from '../streams/describe-stream.ts';
import type { AnyStream } from '../streams/stream.ts';
import { iterateUntilAborted } from '../streams/until-aborted.ts';
import { Checkpoints } from './checkpoints.ts';
import type { ReadContext } from './read-context.ts';
import { createRecordValidator, type RecordValidator } from './record-validator.ts';

const DEFAULT_CHECKPOINT_INTERVAL = 1000;

/**
 * Reads one stream whole: gives its messages in order, records as the bytes of their lines, and returns whether it
 * completed.
 *
 * The order is the promise: a record comes before the STATE that covers it; STARTED first; COMPLETE or INCOMPLETE last.
 * A failure is told in a TRACE and ends this stream only.
 */
export async function* readStream(
  stream: AnyStream,
  { syncMode }: ConfiguredStream,
  startState: StreamState,
  run: ReadContext,
): AsyncGenerator<Output, boolean> {
  const { clock, logger, signal } = run;
  const descriptor = descriptorOf(stream);
  const label = streamLabel(stream);
  const status = (name: StreamStatus, reason?: RateLimitedReason): AirbyteMessage =>
    streamStatusTrace(descriptor, name, clock.now(), reason);

  const startedAt = clock.now();
  const requestCounts = newRequestCounts();
  let pages = 0;
  let records = 0;
  let checkpoints: Checkpoints | undefined;
  let validator: RecordValidator | undefined;
  /** What is in it goes out before anything else, whatever happens. */
  const lines = new RecordLines(descriptor);

  yield status('STARTED');
  try {
    const cursor = await openCursor(stream, startState, run);
    checkpoints = new Checkpoints(
      descriptor,
      cursor,
      startState,
      stream.checkpointInterval ?? DEFAULT_CHECKPOINT_INTERVAL,
    );
    if (run.validateRecords) validator = await createRecordValidator(await schemaOf(stream), label);
    announce();
    const context: StreamContext<any> = {
      logger,
      signal,
      clock,
      addSecret: run.addSecret,
      updateConfig: run.updateConfig,
      network: run.network,
      traceHttp: run.traceHttp,
      streamName: label,
      syncMode: cursor === undefined ? 'full_refresh' : syncMode,
      state: cursor === undefined ? {} : startState,
      requestCounts,
      reportRateLimit: (quotaReset) => run.emit(status('RUNNING', rateLimited(quotaReset))),
    };

    let isFirstSlice = true;
    for await (const slice of iterateUntilAborted(stream.streamSlices(context), signal)) {
      // A slice's STATE waits until there is a next one: after the last, the stream's final STATE says more.
      const between = isFirstSlice ? undefined : checkpoints.now();
      if (between !== undefined) yield between;
      isFirstSlice = false;

      for await (const page of iterateUntilAborted(stream.readPages({ ...context, slice }), signal)) {
        pages++;
        lines.emittedAt = clock.now();
        for (const record of listOf(page)) {
          addLine(record);
          checkpoints.observe(record);
          validator?.observe(record);
          if (records++ === 0) yield status('RUNNING');
          if (lines.isChunk) yield lines.take();
        }
        if (!lines.isEmpty) yield lines.take();
        const state = checkpoints.afterPage();
        if (state !== undefined) yield state;
        signal.throwIfAborted();
      }
    }
    signal.throwIfAborted();

    if (records === 0) yield status('RUNNING');
    const final = checkpoints.final();
    if (final !== undefined) yield final;
    yield status('COMPLETE');
    return true;
  } catch (error) {
    if (!lines.isEmpty) yield lines.take();
    const safe = checkpoints?.now();
    if (safe !== undefined) yield safe;
    // A stop that was asked for is no failure.
    if (!signal.aborted) yield errorTrace(toErrorTrace(error, descriptor), clock.now());
    yield status('INCOMPLETE');
    return false;
  } finally {
    validator?.report(logger);
    summarise();
  }

  function listOf(page: Iterable<object>): Iterable<object> {
    if (typeof page === 'object' && page !== null && Symbol.iterator in page) return page;
    throw new ConnectorError(
      `readPages of stream "${label}" must yield pages, each a list of records, got ${jsonTypeOf(page)} as page ${pages}`,
    );
  }

  function addLine(record: unknown): void {
    try {
      lines.add(record);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
      throw new ConnectorError(`A record of stream "${label}" on page ${pages} cannot be written as JSON: ${reason}`, {
        cause,
      });
    }
  }

  function announce(): void {
    if (syncMode === 'incremental' && stream.cursorField === undefined) {
      logger.info(`Stream "${label}" has no cursor field: it is read as full refresh`);
    }
    const isResumed = stream.cursorField !== undefined && Object.keys(startState).length > 0;
    logger.info(`Reading stream "${label}"${isResumed ? ` from state ${JSON.stringify(startState)}` : ''}`);
  }

  function summarise(): void {
    const { requests, retries, waitMs } = requestCounts;
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
    const retried = retries === 0 ? '' : `, retries: ${retries}, waited: ${seconds(waitMs)}`;
    logger.info(
      `Read ${records} records of stream "${label}" in ${seconds(clock.now() - startedAt)}, pages: ${pages}, requests: ${requests}${retried}`,
    );
  }
}

function rateLimited(quotaReset: number | undefined): RateLimitedReason {
  if (quotaReset === undefined) return { type: 'RATE_LIMITED' };
  return { type: 'RATE_LIMITED', rate_limited: { quota_reset: Math.round(quotaReset) } };
}
