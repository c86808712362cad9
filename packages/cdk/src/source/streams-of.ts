import { ConnectorError } from '../errors/connector-error.ts';
import { descriptorOf, streamLabel } from '../protocol/catalog.ts';
import { showValue } from '../protocol/json.ts';
import { writeJson } from '../protocol/write-json.ts';
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
  const seen = new Set<string>();
  for (const [index, stream] of streams.entries()) {
    if (typeof stream?.name !== 'string' || stream.name === '')
      throw new ConnectorError(`Each stream of the source must have a name: streams()[${index}] has none`);
    // By both: "eu.orders" may be one name, or a namespace and a name.
    const descriptor = writeJson(descriptorOf(stream));
    if (seen.has(descriptor)) throw new ConnectorError(`The source has two streams named "${streamLabel(stream)}"`);
    seen.add(descriptor);
  }
  return streams;
}
