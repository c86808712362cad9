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
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    const before = text.slice(0, Number(position ?? text.length)).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    throw new CommandError(`${role} file ${path} is not valid JSON: it breaks at ${place}`, { exitCode: 2 });
  }
}
