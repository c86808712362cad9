import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessRun, runProcess } from '../run-process.ts';
import { type Format, formats } from './formats.ts';

const TOKEN = 'example-token';
const NEWLINE = 0x0a;
const SAMPLE_ENTRIES = 2000;

export interface LargeRead {
  /** The file of the connector, as it is shipped. */
  readonly connector: string;
  readonly apiUrl: string;
  /** How many entries the API has. */
  readonly entries: number;
  readonly format: Format;
  /** The size of the response in MB, 10^6 bytes; of an archive, of what is in it. */
  readonly megabytes: number;
  /** Where its input files go. */
  readonly folder: string;
}

/** One response, read by a connector in a process of its own. */
export interface MemoryRun extends ProcessRun {
  readonly records: number;
}

/**
 * Lets a connector read one response of so many megabytes, the last entries of the API.
 *
 * @throws Error when the API has too few of them, or when the connector does not write them all.
 */
export async function measureMemory(read: LargeRead): Promise<MemoryRun> {
  const { connector, apiUrl, entries, format, megabytes, folder } = read;
  const records = Math.ceil((megabytes * 1e6) / (await bytesAnEntry(apiUrl, entries, format)));
  if (records > entries)
    throw new Error(`${megabytes} MB of ${format} take ${records} entries, the API has ${entries}`);
  const config = { api_url: apiUrl, api_token: TOKEN, format, after: entries - records };
  const stream = { name: 'exports', json_schema: {}, supported_sync_modes: ['full_refresh'] };
  const catalog = { streams: [{ stream, sync_mode: 'full_refresh', destination_sync_mode: 'overwrite' }] };
  const [configFile, catalogFile] = [join(folder, 'config.json'), join(folder, 'catalog.json')];
  writeFileSync(configFile, JSON.stringify(config));
  writeFileSync(catalogFile, JSON.stringify(catalog));

  let lines = 0;
  const args = [connector, 'read', '--config', configFile, '--catalog', catalogFile];
  const run = await runProcess({ args }, 'pipe', (chunk) => (lines += linesIn(chunk)));
  // The rest are its logs, statuses and states.
  if (lines < records || lines > records + 20) throw new Error(`${records} entries came out as ${lines} lines`);
  return { ...run, records };
}

async function bytesAnEntry(apiUrl: string, entries: number, format: Format): Promise<number> {
  const accept = formats[format === 'gzip' || format === 'zip' ? 'jsonl' : format];
  const response = await fetch(`${apiUrl}/exports?limit=all&after=${entries - SAMPLE_ENTRIES}`, {
    headers: { authorization: `Bearer ${TOKEN}`, accept, 'accept-encoding': 'identity' },
  });
  return (await response.arrayBuffer()).byteLength / SAMPLE_ENTRIES;
}

function linesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
