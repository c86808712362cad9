import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';

/** Removes a folder and all in it, also where something is mounted there: an engine leaves a network namespace behind. */
export async function removeFolder(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
  for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).reverse()) execFileSync('umount', [mount]);
  await rm(folder, { recursive: true, force: true });
}
