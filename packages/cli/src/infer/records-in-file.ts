import { readFile } from 'node:fs/promises';
import { isJsonObject, type JsonObject, parseJson } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';

export interface RecordFileOptions {
  /** Of a file that holds messages of a connector, only the records of this stream are meant. */
  readonly stream: string;
  /** Where the records are in the document, in dots: `data.items`. Of JSON lines, in each line. */
  readonly recordPath: string | undefined;
}

/**
 * The records in a file: a JSON list, a JSON document with a list in it, JSON lines, or what a connector printed.
 *
 * @throws CommandError that says what the file holds instead, without showing it.
 */
export async function recordsInFile(path: string, { stream, recordPath }: RecordFileOptions): Promise<JsonObject[]> {
  const documents = parseDocuments(await readText(path), path);
  const messages = documents.filter(isRecordMessage);
  if (messages.length > 0) {
    return messages.filter(({ record }) => record.stream === stream).map(({ record }) => record.data);
  }
  const records = documents.flatMap((document) => {
    const found = recordPath === undefined ? document : valueAt(document, recordPath);
    if (found === undefined) throw new CommandError(`${path} has nothing at --record-path ${recordPath}`);
    return found;
  });
  const [first] = records;
  if (recordPath === undefined && documents.length === 1 && first === documents[0]) requireNoListInside(first, path);
  const wrong = records.findIndex((record) => !isJsonObject(record));
  if (wrong !== -1) {
    throw new CommandError(`${path} must hold records, which are objects: number ${wrong + 1} is none`);
  }
  return records as JsonObject[];
}

async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`, { exitCode: 2 });
  }
}

/** One document, or one a line. */
function parseDocuments(text: string, path: string): unknown[] {
  try {
    return [parseJson(text)];
  } catch {
    return text.split('\n').flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [parseJson(line)];
      } catch (cause) {
        throw new CommandError(`${path} is neither JSON nor JSON lines: line ${index + 1} is no JSON`, { cause });
      }
    });
  }
}

interface PrintedRecord {
  readonly record: { readonly stream: string; readonly data: JsonObject };
}

function isRecordMessage(document: unknown): document is PrintedRecord {
  if (!isJsonObject(document) || document['type'] !== 'RECORD') return false;
  const { record } = document;
  return isJsonObject(record) && typeof record['stream'] === 'string' && isJsonObject(record['data']);
}

function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const name of path.split('.')) value = isJsonObject(value) ? value[name] : undefined;
  return value;
}

/** A whole response is taken for one record all too easily. */
function requireNoListInside(document: unknown, path: string): void {
  if (!isJsonObject(document)) return;
  const lists = Object.keys(document).filter((name) => {
    const value = document[name];
    return Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
  });
  if (lists.length === 0 || 'id' in document) return;
  throw new CommandError(
    `${path} holds one object with lists in it. Say where the records are: ${lists.map((name) => `--record-path ${name}`).join(' or ')}`,
    { exitCode: 2 },
  );
}
