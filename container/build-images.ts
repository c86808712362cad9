import { execFileSync } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mustDocker } from './docker.ts';
import type { Engine } from './engine.ts';
import { headwater } from './headwater.ts';
import { NODE_IMAGE } from './node-image.ts';

/** The example connector as an image, built in two ways. */
export interface Images {
  /** By `docker build`. */
  readonly docker: string;
  /** By `headwater build`. */
  readonly headwater: string;
}

const repository = join(import.meta.dirname, '..');

/** Planted into what Docker is given, to see that it stays out of the image. */
export const PLANTED = 'planted-secret-4711';

/** Pushes the base to the registry and builds both images. */
export async function buildImages(
  { host }: Engine,
  registry: string,
  folder: string,
  say: (text: string) => void,
): Promise<Images> {
  const base = `${registry}/library/${NODE_IMAGE}`;
  await mustDocker(host, ['tag', NODE_IMAGE, base]);
  await mustDocker(host, ['push', '--quiet', base]);
  say('the base is in the registry');

  const context = await copySources(join(folder, 'context'));
  const images = { docker: 'source-example:docker', headwater: `${registry}/team/source-example:1` };
  const dockerfile = join(context, 'packages/source-example/Dockerfile');
  await mustDocker(host, ['build', '--network', 'host', '--file', dockerfile, '--tag', images.docker, context]);
  say('docker build has built the Dockerfile');

  const archive = join(folder, 'image.tar');
  const built = await headwater(['build', '--base', base, '--tag', images.headwater, '--output', archive, '--push']);
  if (built.exitCode !== 0) throw new Error(`headwater build failed: ${built.stderr}`);
  await mustDocker(host, ['load', '--input', archive]);
  say('headwater build has built, written and pushed');
  return images;
}

/** What git has of the repository, changed files as they are, with secrets beside it. */
async function copySources(folder: string): Promise<string> {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', 'packages', '*.yaml', 'package.json'];
  const files = execFileSync('git', list, { cwd: repository, encoding: 'utf8' }).trim().split('\n');
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    // One that was removed is still in the list.
    await cp(join(repository, file), join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  const connector = join(folder, 'packages/source-example');
  await mkdir(join(connector, 'secrets'));
  await writeFile(join(connector, 'secrets/config.json'), PLANTED);
  await writeFile(join(connector, '.env'), PLANTED);
  return folder;
}
