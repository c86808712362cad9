import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { realpath, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../command-error.ts';
import { type ConnectorProject, findProject } from '../project/connector-project.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { OpenProject } from './open-project.ts';

/**
 * Writes the files of a revision to a temporary folder. The packages that are installed now are linked into it. The repository is only
 * read: neither its index nor its list of worktrees changes.
 *
 * @throws CommandError when there is no repository, no such revision, or no such project in it.
 */
export async function exportRevision(
  { root }: ConnectorProject,
  revision: string,
  env: CommandContext['env'],
): Promise<OpenProject> {
  const top = await git(root, ['rev-parse', '--show-toplevel'], env);
  const commit = await git(root, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`], env).catch(
    (cause: Error) => {
      throw new CommandError(`No revision "${revision}" in ${top}`, { exitCode: 2, cause });
    },
  );
  const temporary = await temporaryFolder('headwater-diff-');
  const folder = await realpath(temporary.path);
  const close = (): Promise<void> => temporary.remove();
  try {
    const files = join(folder, 'files');
    const ownIndex = { ...env, GIT_INDEX_FILE: join(folder, 'index') };
    await git(top, ['read-tree', commit], ownIndex);
    await git(top, ['checkout-index', '--all', `--prefix=${files}/`], ownIndex);
    const place = relative(await realpath(top), await realpath(root));
    if (!existsSync(join(files, place, 'package.json'))) {
      throw new CommandError(`Revision "${revision}" has no ${join(place, 'package.json')}`, { exitCode: 2 });
    }
    await linkPackages(top, files, place);
    return { project: await findProject(join(files, place)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Links `node_modules` of the project's folder and of all above it, as a workspace has them. */
async function linkPackages(from: string, to: string, place: string): Promise<void> {
  for (let at = join(place); ; at = dirname(at)) {
    const [installed, link] = [join(from, at, 'node_modules'), join(to, at, 'node_modules')];
    if (existsSync(installed) && !existsSync(link)) await symlink(installed, link);
    if (at === '.') return;
  }
}

async function git(cwd: string, args: readonly string[], env: CommandContext['env']): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', [...args], { cwd, env });
    return stdout.trimEnd();
  } catch (error) {
    const { code, stderr = '' } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    const reason = code === 'ENOENT' ? 'it is not installed' : stderr.trim().split('\n')[0];
    throw new CommandError(`git ${args[0]} failed in ${cwd}: ${reason}`, { exitCode: 2 });
  }
}
