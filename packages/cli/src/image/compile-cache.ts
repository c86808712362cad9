import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CommandError } from '../command-error.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { ImageConfig } from './oci.ts';
import { hostPlatform, showPlatform } from './platform.ts';

/** The folder that the process is in, under one name wherever that is: compiled code holds the path of its source. */
const HERE = '/proc/self/cwd';

/** Node is not to look where that leads, and V8 not to have what it compiles depend on chance. */
const SAME_BYTES = ['--preserve-symlinks', '--preserve-symlinks-main', '--predictable'];

/** Older ones look for compiled code in the folder it was made in. */
const FIRST_TO_MOVE = 26;

/**
 * The variables by which Node finds compiled code beside the bundle.
 *
 * @param app The folder that both are in.
 */
export function compileCacheVariables(app: string): Record<string, string> {
  return { NODE_COMPILE_CACHE: `${app}/compile-cache`, NODE_COMPILE_CACHE_PORTABLE: '1' };
}

/** Whether this Node compiles for the one in an image. Node's own images say which that is. */
export function compilesFor(image: ImageConfig): boolean {
  const version = /^NODE_VERSION=(.*)$/m.exec((image.config?.Env ?? []).join('\n'))?.[1];
  const { os, architecture } = image;
  return (
    version === process.versions.node &&
    Number.parseInt(version, 10) >= FIRST_TO_MOVE &&
    process.platform === 'linux' &&
    showPlatform({ os, architecture }) === hostPlatform()
  );
}

/**
 * Compiles a connector as Node does when it starts, for all starts that follow: a quarter of the time that `spec` takes. That the
 * bundle starts is shown by the way.
 *
 * @returns The files of the cache, by their path from beside the bundle. The same bundle gives the same bytes on machines whose
 * processors can do the same; elsewhere Node does without.
 * @throws CommandError when the bundle does not start.
 */
export async function makeCompileCache(main: Uint8Array): Promise<Record<string, Uint8Array>> {
  const temporary = await temporaryFolder('headwater-compile-');
  const folder = temporary.path;
  try {
    await mkdir(join(folder, 'app'));
    await writeFile(join(folder, 'app/main.cjs'), main);
    await promisify(execFile)(process.execPath, [...SAME_BYTES, `${HERE}/app/main.cjs`, 'spec'], {
      cwd: folder,
      env: compileCacheVariables(`${HERE}/app`),
    });
    const files = globSync('compile-cache/*/*', { cwd: join(folder, 'app') });
    return Object.fromEntries(
      await Promise.all(files.map(async (file) => [file, await readFile(join(folder, 'app', file))])),
    );
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new CommandError(`The bundled connector fails at "spec": ${stderr.trim() || message}`, { cause: error });
  } finally {
    await temporary.remove();
  }
}
