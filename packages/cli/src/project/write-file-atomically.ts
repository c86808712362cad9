import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** When this process last wrote a file, as the file itself tells it. */
const writtenAt = new Map<string, number>();

/**
 * Writes a file so that whoever is killed meanwhile leaves the old one or the new one, never half of it.
 *
 * @param options.mode Who may read and write it. @default 0o600, its owner alone
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  { mode = 0o600 }: { readonly mode?: number } = {},
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text, { mode });
    writtenAt.set(path, (await stat(draft)).mtimeMs);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Whether what is in a file was written by this process, and by nobody since. */
export async function isOwnWrite(path: string): Promise<boolean> {
  const at = writtenAt.get(path);
  return at !== undefined && (await stat(path).catch(() => undefined))?.mtimeMs === at;
}
