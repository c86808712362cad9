import { mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { packPackages } from './pack-packages.ts';
import { runProgram } from './run-program.ts';
import { temporaryFolder } from './run-cli.ts';

const workspace = join(import.meta.dirname, '../../..');

/** What the packages depend on, as this workspace has it: an install without the registry. */
const INSTALLED: Readonly<Record<string, string>> = {
  '@headwater/cdk': 'packages/cdk',
  headwater: 'packages/cli',
  'create-headwater': 'packages/create-headwater',
};

async function install(tarballs: Readonly<Record<string, string>>, modules: string): Promise<void> {
  for (const [name, source] of Object.entries(INSTALLED)) {
    const target = join(modules, name);
    await mkdir(target, { recursive: true });
    await runProgram('tar', ['xzf', tarballs[name] ?? '', '--strip-components=1', '-C', target], { cwd: modules });
    const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const dependency of Object.keys(manifest.dependencies)) {
      if (dependency in INSTALLED) continue;
      await mkdir(dirname(join(modules, dependency)), { recursive: true });
      const link = symlink(join(workspace, source, 'node_modules', dependency), join(modules, dependency));
      await link.catch((error: NodeJS.ErrnoException) => expect(error.code).toBe('EEXIST'));
    }
  }
}

test('the packages as they are published make a project, and read with it', async () => {
  const folder = await temporaryFolder();
  const tarballs = await packPackages(join(folder, 'packed'));
  await install(tarballs, join(folder, 'node_modules'));

  const node = (args: readonly string[], cwd = folder) => runProgram(process.execPath, args, { cwd });
  const created = await node([
    'node_modules/create-headwater/create-headwater.js',
    'source-billing',
    '--yes',
    '--child',
  ]);
  expect(created).toEqual({ output: expect.stringMatching(/^source-billing is there: /), exitCode: 0 });

  const project = join(folder, 'source-billing');
  const { version } = JSON.parse(await readFile(join(folder, 'node_modules/headwater/package.json'), 'utf8'));
  const manifest = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  expect(manifest.devDependencies).toMatchObject({ headwater: version, typescript: expect.stringMatching(/^\d/) });

  const tool = '../node_modules/headwater/dist/headwater.js';
  const read = await node(['mock/main.ts', process.execPath, tool, 'read', '--no-state'], project);
  expect(read).toEqual({ output: expect.stringMatching(/\n {2}customers +120 .*\n {2}notes +80 /), exitCode: 0 });
  const types = await node([tool, 'types', '--check'], project);
  expect(types).toEqual({ output: '3 files of types are what the schemas say.\n', exitCode: 0 });
  const bundle = await node([tool, 'bundle'], project);
  expect(bundle).toEqual({ output: expect.stringMatching(/^dist\/main\.cjs: /), exitCode: 0 });
}, 60_000);
