import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

const workspace = join(import.meta.dirname, '../../..');
const PUBLISHED = ['@headwater/cdk', 'headwater', 'create-headwater'] as const;

/** A package as it would be published. */
export type Tarballs = Readonly<Record<(typeof PUBLISHED)[number], string>>;

/** Builds and packs what a connector's project is made from and depends on, into a folder. */
export async function packPackages(folder: string): Promise<Tarballs> {
  const filters = PUBLISHED.flatMap((name) => ['--filter', name]);
  const { exitCode, output } = await runProgram(
    'npx',
    ['--yes', '--prefer-offline', 'pnpm@12.21.0', ...filters, 'pack', '--pack-destination', folder],
    { cwd: workspace },
  );
  if (exitCode !== 0) throw new Error(`The packages could not be packed:\n${output}`);
  const files = await readdir(folder);
  const find = (name: string): [string, string] => {
    const file = files.find((candidate) => /^(.*)-\d/.exec(candidate)?.[1] === name.replace('@', '').replace('/', '-'));
    return [name, join(folder, file ?? `no tarball of ${name}`)];
  };
  return Object.fromEntries(PUBLISHED.map(find)) as Tarballs;
}
