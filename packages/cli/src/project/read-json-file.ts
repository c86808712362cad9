import { readFile } from 'node:fs/promises';
import { type JsonValue, parseJson } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';

/**
 * Reads a JSON file; `undefined` when it does not exist. An integer beyond 2^53 becomes a bigint.
 *
 * @param role What the file is, for messages: `Config`.
 * @throws CommandError that names the file and what is wrong with it; never shows its content, which may hold secrets.
 */
export async function readJsonFile(path: string, role: string): Promise<JsonValue | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new CommandError(`${role} file ${path} cannot be read: ${message}`, { exitCode: 2 });
  }
  try {
    return parseJson(text.replace(/^\uFEFF/, '')) as JsonValue;
  } catch (error) {
    throw new CommandError(`${role} file ${path} is not valid JSON${placeOf(error as Error, text)}`, { exitCode: 2 });
  }
}

/** The parser gives a position for most mistakes. Its own words quote the text, which may hold secrets. */
function placeOf({ message }: Error, text: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `: it breaks at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
