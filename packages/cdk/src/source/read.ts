import { ConfigError } from '../errors/config-error.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { toErrorTrace } from '../errors/to-error-trace.ts';
import { errorTrace, streamStatusTrace } from '../protocol/build-message.ts';
import { type ConfiguredCatalog, isSameStream, type StreamDescriptor, streamLabel } from '../protocol/catalog.ts';
import { showValue } from '../protocol/json.ts';
import type { InputState } from '../protocol/state.ts';
import type { AnyStream } from '../streams/stream.ts';
import { isConcurrency, MAX_CONCURRENCY } from './concurrency.ts';
import { type WorkQueue, workThrough } from './places.ts';
import { prepareConfig } from './prepare-config.ts';
import type { CommandContext, ReadContext } from './read-context.ts';
import { SlowSlices } from './slow-slices.ts';
import type { Source } from './source.ts';
import { StreamReader } from './stream-reader.ts';
import { streamsOf } from './streams-of.ts';

export interface ReadInput {
  readonly config: unknown;
  readonly catalog: ConfiguredCatalog;
  readonly state: InputState;
}

const WATCH_EVERY_MS = 10_000;

/**
 * Reads the configured streams, several slices at once, and sends all messages. A stream that fails does not keep the
 * others from being read.
 *
 * @returns Whether every stream completed.
 * @throws ConfigError for an invalid config; ConnectorError for streams without names of their own; whatever `streams` of the source throws.
 */
export async function read(source: Source<any>, input: ReadInput, command: CommandContext): Promise<boolean> {
  const { config, run: outer } = await prepareConfig(source, input.config, command);
  const streams = await streamsOf(source, config, outer);
  const places = outer.concurrency ?? concurrencyOf(source, config);
  const stop = new AbortController();
  const forward = (): void => stop.abort(outer.signal.reason);
  if (outer.signal.aborted) forward();
  else outer.signal.addEventListener('abort', forward, { once: true });
  const slowSlices = new SlowSlices(outer.logger);
  const watch = setInterval(() => slowSlices.check(outer.clock.now()), WATCH_EVERY_MS);
  watch.unref();
  const run = { ...outer, signal: stop.signal, slowSlices };

  const failed = new Set<string>();
  const onFailure = (label: string): void => {
    failed.add(label);
    if (source.stopOnStreamFailure === true) stop.abort(new Error(`Stream "${label}" failed`));
  };
  const queues = input.catalog.streams.map((configured) => {
    const stream = streams.find((candidate) => isSameStream(candidate, configured.stream));
    if (stream === undefined) return unknownStream(configured.stream, streams, run, onFailure);
    return new StreamReader(stream, configured, stateOf(configured.stream, input.state), run, onFailure);
  });
  try {
    await workThrough(queues, places);
  } finally {
    clearInterval(watch);
    outer.signal.removeEventListener('abort', forward);
  }

  if (failed.size > 0 && !outer.signal.aborted) {
    const names = input.catalog.streams.map(({ stream }) => streamLabel(stream)).filter((label) => failed.has(label));
    outer.logger.error(`Streams that failed (${names.length} of ${input.catalog.streams.length}): ${names.join(', ')}`);
  }
  return failed.size === 0 && !outer.signal.aborted;
}

function concurrencyOf(source: Source<any>, config: object): number {
  const concurrency = source.concurrency(config);
  if (isConcurrency(concurrency)) return concurrency;
  throw new ConnectorError(
    `concurrency of the source must give a whole number from 1 to ${MAX_CONCURRENCY}, got ${showValue(concurrency)}`,
  );
}

function stateOf(stream: StreamDescriptor, state: InputState): InputState['streams'][number]['state'] {
  return state.streams.findLast(({ descriptor }) => isSameStream(descriptor, stream))?.state ?? {};
}

/** A stream that is asked for, but not there, in place of its read. */
function unknownStream(
  stream: StreamDescriptor,
  streams: readonly AnyStream[],
  { clock, emit, signal }: ReadContext,
  onFailure: (stream: string) => void,
): WorkQueue {
  const label = streamLabel(stream);
  return {
    maxPlaces: 1,
    async next() {
      if (signal.aborted) return undefined;
      const available = streams.map(streamLabel).join(', ');
      const error = new ConfigError(`Stream "${label}" is not in this source. Available streams: ${available}`);
      const now = clock.now();
      void emit(errorTrace(toErrorTrace(error, stream), now));
      void emit(streamStatusTrace(stream, 'INCOMPLETE', now));
      onFailure(label);
      return undefined;
    },
    async finish() {},
  };
}
