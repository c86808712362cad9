import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { CommandError } from '../command-error.ts';
import type { ConnectorProject } from './connector-project.ts';

/** What is in a folder for its own sake: for git, which keeps no empty one, or for the window that shows it. */
const OF_NO_KIND: ReadonlySet<string> = new Set(['.gitkeep', '.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** A folder that a command writes, and may write over when it is its own. */
export interface OwnFolder {
  /** Absolute. */
  readonly path: string;
  /** As the user named it. */
  readonly option: string;
  /** What the command writes: `an OCI layout`. */
  readonly kind: string;
  /** Tells by the names in a folder whether it is of that kind. */
  readonly isOwn: (names: readonly string[]) => boolean | Promise<boolean>;
}

/**
 * Refuses to write into a folder of something else: it must not be there yet, or be empty, or be of the kind that the command writes.
 *
 * @throws CommandError for anything else, such as a file, a device, the project itself or a folder above it.
 */
export async function refuseForeignFolder(
  { path, option, kind, isOwn }: OwnFolder,
  { root }: Pick<ConnectorProject, 'root'>,
): Promise<void> {
  const problem = await problemOf();
  if (problem === undefined) return;
  throw new CommandError(
    `${option} ${problem}. Name a folder that is not there yet, an empty one, or ${kind}: nothing else is written over.`,
    { exitCode: 2 },
  );

  async function problemOf(): Promise<string | undefined> {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) return found.code === 'ENOTDIR' ? 'is inside of a file' : undefined;
    if (!found.isDirectory()) return found.isFile() ? 'is a file' : 'is no folder';
    const way = relative(await realpath(path), await realpath(root));
    if (way.split(sep)[0] !== '..' && !isAbsolute(way)) {
      return way === '' ? "is the connector's project" : "holds the connector's project";
    }
    const names = (await readdir(path)).filter((name) => !OF_NO_KIND.has(name));
    if (names.length === 0 || (await isOwn(names))) return undefined;
    return `holds other things (${names.toSorted().slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`;
  }
}
