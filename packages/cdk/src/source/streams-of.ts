import { ConnectorError } from '../errors/connector-error.ts';
import { isSameStream, streamLabel } from '../protocol/catalog.ts';
import { showValue } from '../protocol/json.ts';
import type { SourceContext } from '../streams/contexts.ts';
import type { AnyStream } from '../streams/stream.ts';
import { untilAborted } from '../streams/until-aborted.ts';

interface GivesStreams<TConfig> {
  streams(config: TConfig, context: SourceContext): readonly AnyStream[] | Promise<readonly AnyStream[]>;
}

/**
 * The streams of a source, each with a name of its own.
 *
 * @throws ConnectorError when there are none, one has no name, or two have the same; whatever `streams` of the source throws.
 */
export async function streamsOf<TConfig>(
  source: GivesStreams<TConfig>,
  config: TConfig,
  context: SourceContext,
): Promise<readonly AnyStream[]> {
  const streams: readonly AnyStream[] = await untilAborted(
    Promise.resolve(source.streams(config, context)),
    context.signal,
  );
  if (!Array.isArray(streams) || streams.length === 0) {
    throw new ConnectorError(
      `streams() of the source must give a list of at least one stream, got ${showValue(streams)}`,
    );
  }
  for (const [index, stream] of streams.entries()) {
    if (typeof stream?.name !== 'string' || stream.name === '')
      throw new ConnectorError(`Each stream of the source must have a name: streams()[${index}] has none`);
    if (streams.slice(0, index).some((other) => isSameStream(other, stream)))
      throw new ConnectorError(`The source has two streams named "${streamLabel(stream)}"`);
  }
  return streams;
}
