import { rmSync } from 'node:fs';
import { mkdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { atExit } from '../at-exit.ts';

/**
 * Writes a file or a folder beside its place and moves it there once all of it is written. When that fails, what stood there stays. A
 * symbolic link stays one.
 *
 * @param write Writes all of it to the path that it is given, where nothing is.
 */
export async function writeDraftFirst(path: string, write: (draft: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const place = await realpath(path).catch(() => path);
  const draft = `${place}.${process.pid}.tmp`;
  const old = `${place}.${process.pid}.old`;
  const forget = atExit(() => rmSync(draft, { recursive: true, force: true }));
  try {
    await write(draft);
    await rename(place, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    try {
      await rename(draft, place);
    } catch (error) {
      await rename(old, place);
      throw error;
    }
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
    forget();
  }
}
