import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packPackages, type Tarballs } from '../../packages/cli/test/pack-packages.ts';
import { runProgram } from '../../packages/cli/test/run-program.ts';
import { mustDocker } from '../docker.ts';
import { headwater } from '../headwater.ts';
import { setup } from './drive-image.ts';

/** How each makes its lockfile and installs nothing. */
const LOCK: Readonly<Record<string, readonly string[]>> = {
  npm: ['npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit'],
  pnpm: ['npx', '--yes', 'pnpm@12', 'install', '--lockfile-only'],
  yarn: ['npx', '--yes', '@yarnpkg/cli-dist@4', 'install', '--mode=update-lockfile'],
  bun: ['npx', '--yes', 'bun@1', 'install', '--lockfile-only'],
};

const { catalog } = parse(readFileSync(join(import.meta.dirname, '../../pnpm-workspace.yaml'), 'utf8')) as {
  catalog: Readonly<Record<string, string>>;
};

let tarballs: Tarballs;

beforeAll(async () => {
  const packed = join(setup.folder, 'packed');
  await mkdir(packed);
  tarballs = await packPackages(packed);
});

test.each(Object.keys(LOCK))('the Dockerfile of a new project builds, with %s', async (packageManager) => {
  const cwd = join(setup.folder, `scaffold-${packageManager}`);
  await mkdir(cwd);
  const env = { npm_config_user_agent: `${packageManager}/1.0.0` };
  const made = await headwater(['new', 'source-billing', '--yes', '--incremental'], { cwd, env });
  expect(made.exitCode, made.stderr).toBe(0);
  const project = join(cwd, 'source-billing');
  await bringPackages(project);
  const [command = '', ...args] = LOCK[packageManager] ?? [];
  const locked = await runProgram(command, args, { cwd: project });
  expect(locked.exitCode, locked.output).toBe(0);

  const image = `source-billing:${packageManager}`;
  await mustDocker(setup.dockerHost, ['build', '--network', 'host', '--tag', image, project]);
  const run = ['run', '--rm', '--network', 'none', '--read-only', '--cap-drop', 'ALL'];
  expect(await mustDocker(setup.dockerHost, [...run, image, 'spec'])).toMatch(/^\{"type":"SPEC",.*"title":"Billing"/);
  const labels = await mustDocker(setup.dockerHost, ['image', 'inspect', '--format', '{{json .Config.Labels}}', image]);
  expect(JSON.parse(labels)).toEqual({ 'io.airbyte.name': 'source-billing', 'io.airbyte.version': '0.1.0' });
});

/** Has a project take packages that are not published from its own folder, where Docker copies them first. */
async function bringPackages(project: string): Promise<void> {
  await mkdir(join(project, 'vendor'));
  const files: Record<string, string> = {};
  for (const [name, tarball] of Object.entries(tarballs)) {
    files[name] = `file:./vendor/${basename(tarball)}`;
    await copyFile(tarball, join(project, 'vendor', basename(tarball)));
  }
  const read = (file: string): Promise<string> => readFile(join(project, file), 'utf8');
  const manifest = JSON.parse(await read('package.json')) as Record<string, Record<string, string>>;
  for (const kind of ['dependencies', 'devDependencies']) {
    // As it stands in this workspace, the tool knows the versions of nothing.
    const versions = Object.keys(manifest[kind] ?? {}).map((name) => [name, files[name] ?? catalog[name]]);
    manifest[kind] = Object.fromEntries(versions) as Record<string, string>;
  }
  const overrides = { '@headwater/cdk': files['@headwater/cdk'] };
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ ...manifest, overrides, resolutions: overrides }, null, 2),
  );
  if (existsSync(join(project, 'pnpm-workspace.yaml'))) {
    const settings = `${await read('pnpm-workspace.yaml')}overrides:\n  '@headwater/cdk': ${overrides['@headwater/cdk']}\n`;
    await writeFile(join(project, 'pnpm-workspace.yaml'), settings);
  }
  const dockerfile = await read('Dockerfile');
  await writeFile(
    join(project, 'Dockerfile'),
    dockerfile.replace('\nCOPY package.json', '\nCOPY vendor vendor\nCOPY package.json'),
  );
}
