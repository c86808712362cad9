import { resolve } from 'node:path';
import type { AirbyteStream, JsonObject } from '@headwater/cdk/protocol';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../command-error.ts';
import type { InferArguments } from '../commands/infer.ts';
import { askConnector } from '../connector/ask-connector.ts';
import type { OpenConnector } from '../connector/open-connector.ts';
import { findPlace } from '../openapi/find-operation.ts';
import { findRecords } from '../openapi/find-records.ts';
import { foundInOpenApi } from '../openapi/found-in-openapi.ts';
import { readSample } from '../reading/read-sample.ts';
import { selectStreams } from '../reading/read-streams.ts';
import { describedFields, type FieldCoverage, fieldCoverage } from '../schemas/field-coverage.ts';
import { foundInRecords } from '../schemas/found-in-records.ts';
import type { FoundType } from '../schemas/found-type.ts';
import { profileOf } from '../schemas/value-profile.ts';
import { counted } from '../terminal/show.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { recordsInFile } from './records-in-file.ts';

/** The fields of a stream's key and its cursor. */
export interface KnownKeys {
  readonly keys: readonly string[];
  /** Why the connector does not tell them. */
  readonly problem?: string;
}

/** What a schema is inferred from. */
export interface Evidence {
  /** What it is, for people: `500 records`. */
  readonly label: string;
  readonly found: FoundType;
  readonly fields: readonly FieldCoverage[];
  /** Empty when a description of the API was looked at. */
  readonly records: readonly JsonObject[];
  /** Paths at which the description was left off, because it holds itself or is very deep. */
  readonly leftOff: readonly string[];
  /** The fields of the stream's key and its cursor, as far as they are known. */
  readonly keys: readonly string[];
  /** Asks for the keys again, once the schema is written: a connector does not tell them while its schema lacks them. */
  readonly keysOnceWritten: () => Promise<KnownKeys>;
}

/** The records in the files that the arguments name. Files know of no keys. */
export async function evidenceInFiles(
  { from, stream, recordPath }: InferArguments,
  { cwd }: CommandContext,
): Promise<Evidence> {
  const files = await Promise.all(from.map((path) => recordsInFile(resolve(cwd, path), { stream, recordPath })));
  return { ...inRecords(files.flat(), stream), keys: [], keysOnceWritten: async () => ({ keys: [] }) };
}

/** What an OpenAPI document says about the records. It knows of no keys either. */
export async function evidenceInOpenApi(
  file: string,
  { stream, recordPath, path, operation, schema }: InferArguments,
  { cwd }: CommandContext,
): Promise<Evidence> {
  const { OpenApiDocument } = await import('../openapi/open-document.ts');
  const document = await OpenApiDocument.open(resolve(cwd, file));
  const place = findPlace(document, { path, operation, schema }, stream);
  const whole = foundInOpenApi(document, place.schema);
  const { found, recordPath: at } =
    place.isResponse || recordPath !== undefined
      ? findRecords(whole.found, recordPath)
      : { found: whole.found, recordPath: '' };
  if (!found.types.includes('object')) {
    throw new CommandError(`${place.label} of ${file} describes no objects, which records are.`);
  }
  return {
    label: `${place.label} of ${file}${at === '' ? '' : `, records at ${at}`}`,
    found,
    fields: describedFields(found),
    records: [],
    leftOff: whole.leftOff,
    keys: [],
    keysOnceWritten: async () => ({ keys: [] }),
  };
}

/**
 * The first records that the connector reads.
 *
 * @param schemaPath A connector that imports this file cannot start while it does not exist.
 */
export async function evidenceOfConnector(
  connector: OpenConnector,
  args: InferArguments,
  terminal: Terminal,
  schemaPath: string,
): Promise<Evidence> {
  const described = await describeStream(connector, args.stream);
  // A stream can be read by its name alone.
  const stream = described.entry ?? { name: args.stream, json_schema: {}, supported_sync_modes: ['full_refresh'] };
  const [report] = await readSample(connector, [stream], { limit: args.limit, terminal }).catch((error: Error) => {
    if (!error.message.includes('ERR_MODULE_NOT_FOUND') || !error.message.includes(schemaPath)) throw error;
    throw new CommandError(
      `The connector imports ${schemaPath}, which does not exist yet. Write { "type": "object" } into it, so that the connector starts.`,
      { cause: error },
    );
  });
  if (report?.error !== undefined) throw new CommandError(`Stream ${args.stream} failed: ${report.error.message}`);
  return {
    ...inRecords(report?.sample ?? [], args.stream),
    keys: keysOf(described).keys,
    keysOnceWritten: async () =>
      keysOf(described.entry === undefined ? await describeStream(connector, args.stream) : described),
  };
}

function inRecords(
  records: readonly JsonObject[],
  stream: string,
): Pick<Evidence, 'label' | 'found' | 'fields' | 'records' | 'leftOff'> {
  if (records.length === 0) {
    throw new CommandError(`Stream ${stream} gave no record, so nothing can be said about its schema.`);
  }
  const profile = profileOf(records);
  const label = counted(records.length, 'record');
  return { label, found: foundInRecords(profile), fields: fieldCoverage(profile), records, leftOff: [] };
}

/** The stream as `discover` has it, or why it has it not. */
interface DescribedStream {
  readonly entry?: AirbyteStream;
  readonly problem?: string;
}

/** Asks what `discover` says of a stream: that fails while a schema, of this stream or of another, lacks its key or cursor. */
async function describeStream({ project, start }: OpenConnector, name: string): Promise<DescribedStream> {
  const ask = async (args: readonly string[]): Promise<DescribedStream> => {
    const options = { ...start, command: 'discover', args: [...(start.args ?? []), ...args] } as const;
    const { catalog } = await askConnector(project, 'CATALOG', options);
    const [entry] = selectStreams(catalog.streams, [name]);
    return entry === undefined ? {} : { entry };
  };
  try {
    return await ask([]);
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode !== 1) throw error;
    // Connectors of Headwater describe a stream whatever the schemas of others lack.
    return ask(['--stream', name]).catch(() => ({ problem: error.message }));
  }
}

/** Of a field inside another, nothing can be required at the record itself. */
function keysOf({ entry, problem }: DescribedStream): KnownKeys {
  const paths = [...(entry?.source_defined_primary_key ?? []), entry?.default_cursor_field ?? []];
  const keys = [...new Set(paths.flatMap((path) => (path.length === 1 ? path : [])))];
  return problem === undefined ? { keys } : { keys, problem };
}
