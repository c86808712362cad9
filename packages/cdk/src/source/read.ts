import { ConfigError } from '../errors/config-error.ts';
import { toErrorTrace } from '../errors/to-error-trace.ts';
import { errorTrace, streamStatusTrace } from '../protocol/build-message.ts';
import { type ConfiguredCatalog, isSameStream, type StreamDescriptor, streamLabel } from '../protocol/catalog.ts';
import type { Output } from '../protocol/messages.ts';
import type { InputState } from '../protocol/state.ts';
import type { AnyStream } from '../streams/stream.ts';
import { untilAborted } from '../streams/until-aborted.ts';
import { prepareConfig } from './prepare-config.ts';
import type { CommandContext, ReadContext } from './read-context.ts';
import { readStream } from './read-stream.ts';
import type { Source } from './source.ts';

export interface ReadInput {
  readonly config: unknown;
  readonly catalog: ConfiguredCatalog;
  readonly state: InputState;
}

/**
 * Reads the configured streams one after another: gives all messages in order, and returns whether every stream
 * completed. A stream that fails does not keep the others from being read.
 *
 * @throws ConfigError for an invalid config; whatever `streams` of the source throws.
 */
export async function* read(
  source: Source<any>,
  input: ReadInput,
  command: CommandContext,
): AsyncGenerator<Output, boolean> {
  const { config, run } = await prepareConfig(source, input.config, command);
  const streams = await untilAborted(Promise.resolve(source.streams(config, run)), run.signal);
  const failed: string[] = [];
  for (const configured of input.catalog.streams) {
    if (run.signal.aborted) break;
    const stream = streams.find((candidate) => isSameStream(candidate, configured.stream));
    const isComplete =
      stream === undefined
        ? yield* failUnknownStream(configured.stream, streams, run)
        : yield* readStream(stream, configured, stateOf(configured.stream, input.state), run);
    if (isComplete) continue;
    failed.push(streamLabel(configured.stream));
    if (source.stopOnStreamFailure === true) break;
  }
  if (failed.length > 0 && !run.signal.aborted) {
    run.logger.error(`Streams that failed (${failed.length} of ${input.catalog.streams.length}): ${failed.join(', ')}`);
  }
  return failed.length === 0 && !run.signal.aborted;
}

function stateOf(stream: StreamDescriptor, state: InputState): InputState['streams'][number]['state'] {
  return state.streams.findLast(({ descriptor }) => isSameStream(descriptor, stream))?.state ?? {};
}

function* failUnknownStream(
  stream: StreamDescriptor,
  streams: readonly AnyStream[],
  { clock }: ReadContext,
): Generator<Output, false> {
  const available = streams.map(streamLabel).join(', ');
  const error = new ConfigError(
    `Stream "${streamLabel(stream)}" is not in this source. Available streams: ${available}`,
  );
  const now = clock.now();
  yield errorTrace(toErrorTrace(error, stream), now);
  yield streamStatusTrace(stream, 'INCOMPLETE', now);
  return false;
}
