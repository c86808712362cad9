import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { explainFileError } from '../explain-file-error.ts';

/** When this process last wrote a file, as the file itself tells it; by its path without symbolic links. */
const writtenAt = new Map<string, number>();

/**
 * Writes a file so that whoever is killed meanwhile leaves the old one or the new one, never half of it. A symbolic link stays one: what
 * it leads to is written.
 *
 * @param options.mode Who may read and write it. @default 0o600, its owner alone
 * @throws CommandError with the path and the reason when it cannot be written.
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  { mode = 0o600 }: { readonly mode?: number } = {},
): Promise<void> {
  const place = await realpath(path).catch(() => path);
  const draft = `${place}.${process.pid}.tmp`;
  try {
    if (await isPipeOrDevice(place)) return await writeFile(place, text);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, text, { mode });
    const { mtimeMs } = await stat(draft);
    writtenAt.set(await realpath(dirname(place)).then((folder) => join(folder, basename(place))), mtimeMs);
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    return explainFileError(error, path);
  }
}

/** A draft would replace it: `--junit /dev/stdout`. */
async function isPipeOrDevice(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** Whether what is in a file was written by this process, and by nobody since. */
export async function isOwnWrite(path: string): Promise<boolean> {
  const at = writtenAt.get(await realpath(path).catch(() => path));
  return at !== undefined && (await stat(path).catch(() => undefined))?.mtimeMs === at;
}
