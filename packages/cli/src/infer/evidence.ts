import { resolve } from 'node:path';
import type { AirbyteStream, JsonObject } from '@headwater/cdk/protocol';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../command-error.ts';
import type { InferArguments } from '../commands/infer.ts';
import { askConnector } from '../connector/ask-connector.ts';
import { type OpenConnector, openConnector } from '../connector/open-connector.ts';
import { readSample } from '../reading/read-sample.ts';
import { selectStreams } from '../reading/read-streams.ts';
import { recordsInFile } from './records-in-file.ts';

/** Records to infer a schema from. */
export interface Evidence {
  readonly records: readonly JsonObject[];
  /** The fields of the stream's key and its cursor, as far as they are known. */
  readonly keys: readonly string[];
  /** Asks for the keys again, once the schema is written: a connector does not tell them while its schema lacks them. */
  readonly keysOnceWritten: () => Promise<readonly string[]>;
}

/** The records in the files that the arguments name. Files know of no keys. */
export async function evidenceInFiles(
  { from, stream, recordPath }: InferArguments,
  { cwd }: CommandContext,
): Promise<Evidence> {
  const files = await Promise.all(from.map((path) => recordsInFile(resolve(cwd, path), { stream, recordPath })));
  return { records: files.flat(), keys: [], keysOnceWritten: async () => [] };
}

/**
 * The first records that the connector reads.
 *
 * @param schemaPath A connector that imports this file cannot start while it does not exist.
 */
export async function evidenceOfConnector(
  args: InferArguments,
  context: CommandContext,
  schemaPath: string,
): Promise<Evidence> {
  const connector = await openConnector(args, context);
  const described = await describeStream(connector, args.stream);
  // A stream can be read by its name alone.
  const stream = described ?? { name: args.stream, json_schema: {}, supported_sync_modes: ['full_refresh'] };
  const [report] = await readSample(connector, [stream], { limit: args.limit, terminal: context.terminal }).catch(
    (error: Error) => {
      if (!error.message.includes('ERR_MODULE_NOT_FOUND') || !error.message.includes(schemaPath)) throw error;
      throw new CommandError(
        `The connector imports ${schemaPath}, which does not exist yet. Write { "type": "object" } into it, so that the connector starts.`,
        { cause: error },
      );
    },
  );
  if (report?.error !== undefined) throw new CommandError(`Stream ${args.stream} failed: ${report.error.message}`);
  return {
    records: report?.sample ?? [],
    keys: keysOf(described),
    keysOnceWritten: async () => keysOf(described ?? (await describeStream(connector, args.stream))),
  };
}

/** The stream as `discover` has it; `undefined` when that fails, as it does while a schema lacks its stream's key or cursor. */
async function describeStream({ project, start }: OpenConnector, name: string): Promise<AirbyteStream | undefined> {
  try {
    const { catalog } = await askConnector(project, 'CATALOG', { command: 'discover', ...start });
    return selectStreams(catalog.streams, [name])[0];
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === 1) return undefined;
    throw error;
  }
}

/** Of a field inside another, nothing can be required at the record itself. */
function keysOf(stream: AirbyteStream | undefined): string[] {
  const paths = [...(stream?.source_defined_primary_key ?? []), stream?.default_cursor_field ?? []];
  return [...new Set(paths.flatMap((path) => (path.length === 1 ? path : [])))];
}
