import { chmod, mkdir, realpath, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandError } from '../command-error.ts';
import { explainFileError } from '../explain-file-error.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import type { Bundle } from './bundle-connector.ts';

/**
 * Writes `main.cjs`, and the starter beside it, into a folder. Gives the paths of the files.
 *
 * @throws CommandError where one of them is a source of the bundle; nothing is written then.
 */
export async function writeBundle(
  folder: string,
  { main, starter, sources }: Bundle,
  { root, entry }: Pick<ConnectorProject, 'root' | 'entry'>,
): Promise<string[]> {
  const mainFile = join(folder, 'main.cjs');
  const starterFile = starter && join(folder, starter.name);
  const written = [mainFile, ...(starterFile === undefined ? [] : [starterFile])];
  const read = new Set(await Promise.all([entry, ...sources.map((source) => resolve(root, source))].map(realOf)));
  for (const file of written) {
    if (!read.has(await realOf(file))) continue;
    throw new CommandError(`${file} is a source of the connector: name another folder for its bundle by --out.`, {
      exitCode: 2,
    });
  }
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(mainFile, main);
    if (starter !== undefined && starterFile !== undefined) {
      await writeFile(starterFile, starter.text);
      await chmod(starterFile, 0o755);
    }
  } catch (error) {
    explainFileError(error);
  }
  return written;
}

/** The file that a path leads to, where there is one. */
function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
