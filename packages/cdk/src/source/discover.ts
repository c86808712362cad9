import { ConfigError } from '../errors/config-error.ts';
import { catalogMessage } from '../protocol/build-message.ts';
import { type AirbyteStream, streamLabel } from '../protocol/catalog.ts';
import type { CatalogMessage } from '../protocol/messages.ts';
import { describeStream } from '../streams/describe-stream.ts';
import { compileSchema } from './json-schema-validator.ts';
import { prepareConfig } from './prepare-config.ts';
import type { CommandContext } from './read-context.ts';
import type { Source } from './source.ts';
import { streamsOf } from './streams-of.ts';

/**
 * Describes the streams of a source.
 *
 * @param only The name of the one stream to describe, whatever is wrong with the schemas of the others. @default all
 * @throws ConfigError for an invalid config, and a stream that does not exist; ConnectorError for streams without names of their
 *   own, or a schema that is not valid.
 */
export async function discover(
  source: Source<any>,
  config: unknown,
  command: CommandContext,
  only?: string,
): Promise<CatalogMessage> {
  const { config: valid, run } = await prepareConfig(source, config, command);
  const described: AirbyteStream[] = [];
  const streams = await streamsOf(source, valid, run);
  const wanted = only === undefined ? streams : streams.filter(({ name }) => name === only);
  if (wanted.length === 0 && only !== undefined) {
    throw new ConfigError(`No stream "${only}". Streams: ${streams.map(({ name }) => name).join(', ')}`);
  }
  for (const stream of wanted) {
    const entry = await describeStream(stream);
    await compileSchema(entry.json_schema, `The schema of stream "${streamLabel(entry)}"`);
    described.push(entry);
  }
  return catalogMessage({ streams: described });
}
