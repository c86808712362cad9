import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle } from './bundle-connector.ts';

/** Writes `main.cjs`, and the starter beside it, into a folder. Gives the paths of the files. */
export async function writeBundle(folder: string, { main, starter }: Bundle): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const mainFile = join(folder, 'main.cjs');
  await writeFile(mainFile, main);
  if (starter === undefined) return [mainFile];
  const starterFile = join(folder, starter.name);
  await writeFile(starterFile, starter.text);
  await chmod(starterFile, 0o755);
  return [mainFile, starterFile];
}
