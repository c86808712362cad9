import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CommandError } from '../command-error.ts';
import type { BuildArguments } from '../commands/build.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { refuseForeignFolder } from '../project/refuse-foreign-folder.ts';
import { isDockerArchive } from './write-docker-archive.ts';
import { isOciLayout } from './write-oci-layout.ts';

/** Where an image is written. */
export interface BuildOutput {
  readonly path: string;
  /** Whether as a file for `docker load`, not as a folder. */
  readonly isArchive: boolean;
}

/**
 * Where the arguments want the image; `undefined` for a registry alone.
 *
 * @throws CommandError where something else is than an image.
 */
export async function buildOutput(
  { output, push }: Pick<BuildArguments, 'output' | 'push'>,
  project: ConnectorProject,
  cwd: string,
  platforms: number,
): Promise<BuildOutput | undefined> {
  if (output === undefined && push) return undefined;
  const name = output ?? (platforms === 1 ? 'dist/image.tar' : 'dist/image');
  const path = resolve(output === undefined ? project.root : cwd, name);
  const option = `--output ${name}`;
  if (!path.endsWith('.tar')) {
    await refuseForeignFolder({ path, option, kind: 'an OCI layout', isOwn: isOciLayout }, project);
    return { path, isArchive: false };
  }
  if (platforms > 1) {
    throw new CommandError(
      `${output} can hold an image of one platform. A folder (--output image) or a registry (--push) holds several.`,
      { exitCode: 2 },
    );
  }
  await refuseForeignFile(path, option);
  return { path, isArchive: true };
}

async function refuseForeignFile(path: string, option: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || (found.isFile() && (await isDockerArchive(path)))) return;
  const what = found.isDirectory() ? 'is a folder' : 'holds something else';
  throw new CommandError(
    `${option} ${what}. Name a file that is not there yet, or the archive of an image: nothing else is written over.`,
    { exitCode: 2 },
  );
}
