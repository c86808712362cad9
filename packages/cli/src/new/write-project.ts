import { lstat, mkdir, readdir, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CommandError } from '../command-error.ts';

/**
 * Finds where a project may be written: a folder inside `cwd`, new or empty.
 *
 * @returns Its absolute path.
 * @throws CommandError where it is outside, `cwd` itself, or something is there.
 */
export async function findPlace(folder: string, cwd: string): Promise<string> {
  const base = await realpath(cwd);
  const target = resolve(base, folder);
  if (target === base || !isInside(target, base) || !isInside(await realParent(target), base)) {
    throw new CommandError(`A new project goes into a folder inside ${cwd}, which ${folder} is not.`, { exitCode: 2 });
  }
  const found = await lstat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTDIR') return ignoreMissing(error);
    throw new CommandError(`${folder} is inside of a file. Name another with --folder.`, { exitCode: 2 });
  });
  if (found !== undefined && (!found.isDirectory() || (await readdir(target)).length > 0)) {
    const what = found.isDirectory() ? 'is not empty' : 'is no folder';
    throw new CommandError(`${relative(base, target)} ${what}. Name another with --folder, or move it away.`, {
      exitCode: 2,
    });
  }
  return target;
}

/**
 * Writes the files of a project into a folder that {@link findPlace} found: all of them, or none.
 *
 * @throws CommandError when that cannot be done.
 */
export async function writeProject(files: ReadonlyMap<string, string>, target: string): Promise<void> {
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  let outermost: string | undefined;
  try {
    outermost = await mkdir(draft, { recursive: true });
    for (const [path, text] of files) {
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), text, { mode: text.startsWith('#!') ? 0o777 : 0o666 });
    }
    // An empty folder makes way; one that got files meanwhile does not.
    await rmdir(target).catch(ignoreMissing);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (outermost !== undefined) await removeEmpty(dirname(draft), dirname(outermost));
    throw new CommandError(`Nothing was written: ${(error as Error).message}`, { cause: error });
  }
}

/** Removes empty folders, from one up to another that stays. */
async function removeEmpty(folder: string, top: string): Promise<void> {
  for (let at = folder; at !== top; at = dirname(at)) await rmdir(at);
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

/** Where the nearest folder above a path really is: a symbolic link may lead away. */
async function realParent(path: string): Promise<string> {
  const parent = dirname(path);
  return (await realpath(parent).catch(ignoreMissing)) ?? realParent(parent);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
