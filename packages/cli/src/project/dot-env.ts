import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, parseEnv } from 'node:util';
import { CommandError } from '../command-error.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** A project's `.env`: the values of names, which stay out of version control. */
export class DotEnv {
  readonly path: string;
  /** As they were when it was opened; none when there is no file. */
  readonly values: Readonly<Record<string, string | undefined>>;

  private constructor(path: string, text: string) {
    this.path = path;
    this.values = parseEnv(text);
  }

  /** @throws CommandError when it is there and cannot be read. */
  static async open(root: string): Promise<DotEnv> {
    const path = join(root, '.env');
    return new DotEnv(path, await readText(path));
  }

  /**
   * Gives names other values. All else in the file stays as it is, byte for byte; a new file is for its owner alone.
   *
   * @throws CommandError for a value that no form of the file can hold.
   */
  async set(values: ReadonlyMap<string, string>): Promise<void> {
    const path = await realpath(this.path).catch(() => this.path);
    let text = await readText(path);
    for (const [name, value] of values) text = withValue(text, name, value);
    const mode = await stat(path).then(
      (found) => found.mode & 0o777,
      () => 0o600,
    );
    await writeFileAtomically(path, text, { mode });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`, { exitCode: 2 });
  }
}

/** The text in which a name has this value: where it stands, or at the end. Whether it does is for Node to say. */
function withValue(text: string, name: string, value: string): string {
  const wanted = { ...parseEnv(text), [name]: value };
  const forms = [`'${value}'`, `"${value}"`, `\`${value}\``];
  if (/^[\w.~+/=:@%,-]+$/.test(value)) forms.unshift(value);
  // A quoted text over several lines may have a line that looks like the one that is sought.
  for (const { before, quote, after } of placesOf(text, name)) {
    const ownForm = forms.filter((form) => quote !== '' && form.startsWith(quote));
    for (const form of [...ownForm, ...forms]) {
      const changed = `${before}${form}${after}`;
      if (isDeepStrictEqual({ ...parseEnv(changed) }, wanted)) return changed;
    }
  }
  throw new CommandError(`The new value of ${name} cannot be written to .env: it has every kind of quote in it.`);
}

function placesOf(text: string, name: string): { before: string; quote: string; after: string }[] {
  const assignment = new RegExp(
    String.raw`^([ \t]*(?:export[ \t]+)?${name}[ \t]*=[ \t]*)((['"\x60])[^]*?\3|[^#\r\n]*?)(?=[ \t]*(?:#.*)?$)`,
    'gm',
  );
  const places = [...text.matchAll(assignment)].map(({ index, 0: all, 1: start = '', 3: quote = '' }) => ({
    before: text.slice(0, index) + start,
    quote,
    after: text.slice(index + all.length),
  }));
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || text.endsWith('\n') ? '' : lineEnd;
  // Of several lines the last counts.
  return [...places.toReversed(), { before: `${text}${gap}${name}=`, quote: '', after: lineEnd }];
}
