import { readFile, stat } from 'node:fs/promises';
import { ConfigError } from '../errors/config-error.ts';
import { parseJson } from '../protocol/parse-json.ts';

/**
 * Reads a JSON file that the user named. The file's name carries no meaning: it may end in anything. Integers beyond 2^53 become
 * bigints: what is handed back to the platform, a config or a state, must be what it gave.
 *
 * @param role What the file is, for messages: `Config`.
 * @throws ConfigError that names the file and what is wrong with it; never shows its content, which may hold secrets.
 */
export async function readJsonFile(path: string, role: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${role} file ${path} ${await describeReadFailure(path, cause as NodeJS.ErrnoException)}`, {
      cause,
    });
  }
  const json = text.replace(/^\uFEFF/, '');
  if (json.trim() === '') throw new ConfigError(`${role} file ${path} is empty`);
  try {
    return parseJson(json);
  } catch (error) {
    // Not as a cause: the parser's message and stack quote the text.
    throw new ConfigError(`${role} file ${path} is not valid JSON${placeOf(error as SyntaxError, json)}`);
  }
}

async function describeReadFailure(path: string, { code, message }: NodeJS.ErrnoException): Promise<string> {
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a directory';
    case 'EACCES': {
      const owner = await stat(path).catch(() => undefined);
      const mode =
        owner === undefined ? '' : `, which belongs to user ${owner.uid} with mode ${(owner.mode & 0o777).toString(8)}`;
      return `may not be read by user ${process.getuid?.() ?? '?'}${mode}`;
    }
    default:
      return `cannot be read: ${message}`;
  }
}

/** Where the JSON breaks, as line and column. The parser gives a position for most mistakes. */
function placeOf({ message }: SyntaxError, json: string): string {
  if (/Unexpected end|Unterminated/.test(message)) return ': it ends too early';
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return '';
  const before = json.slice(0, Number(position)).split('\n');
  return `: it breaks at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
