// Makes every project that `headwater new` can make, compiles and tests them; then, with each package manager, installs one from the
// packages as they would be published, and runs what its README says. `pnpm test:scaffolds`; takes minutes, and needs the registry.
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PACKAGE_MANAGERS, type PackageManager } from '../src/new/choices.ts';
import { everyChoice } from './every-choice.ts';
import { packPackages, type Tarballs } from './pack-packages.ts';
import { type FinishedProgram, runProgram } from './run-program.ts';
import { makeScaffolds, testScaffolds, typeCheckScaffolds } from './scaffolds.ts';

const COMMANDS: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ['npm'],
  pnpm: ['npx', '--yes', 'pnpm@12.21.0'],
  yarn: ['npx', '--yes', '@yarnpkg/cli-dist@4.18.1'],
  bun: ['npx', '--yes', 'bun@1.4.5'],
};

const folder = await realpath(await mkdtemp(join(tmpdir(), 'headwater-scaffolds-')));
try {
  await everyCombination(join(folder, 'combinations'));
  const tarballs = await packPackages(join(folder, 'packed'));
  const tool = join(folder, 'tool');
  await mkdir(tool);
  await writeFile(join(tool, 'package.json'), '{ "private": true }');
  await step('install the tool', async () =>
    succeeded(await runProgram('npm', ['install', '--no-audit', ...Object.values(tarballs)], { cwd: tool })),
  );
  for (const packageManager of PACKAGE_MANAGERS) await installed(packageManager, tool, tarballs);
  console.log('All scaffolds work.');
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function everyCombination(place: string): Promise<void> {
  await mkdir(place);
  const choices = everyChoice('npm');
  await step(`make ${choices.length} projects`, () => makeScaffolds(place, choices));
  await step('compile them', async () => succeeded(await typeCheckScaffolds(place)));
  await step('run their tests', async () => succeeded(await testScaffolds(place)));
}

/** A project by `create-headwater`, installed from tarballs, and what its README and its workflow say to run. */
async function installed(packageManager: PackageManager, tool: string, tarballs: Tarballs): Promise<void> {
  const cwd = join(folder, packageManager);
  const project = join(cwd, 'source-billing');
  const [command = '', ...leading] = COMMANDS[packageManager];
  // As on a machine of the author's: the tools of this workspace are not on the path. With Yarn, Node must be.
  const places = (process.env['PATH'] ?? '').split(':').filter((place) => !place.includes('node_modules'));
  if (packageManager === 'yarn') places.unshift(dirname(process.execPath));
  // The first install writes the lock file, which Yarn refuses where it sees continuous integration.
  const surroundings = { PATH: places.join(':'), YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' };
  const run = async (...args: string[]): Promise<FinishedProgram> =>
    succeeded(await runProgram(command, [...leading, ...args], { cwd: project, env: surroundings }));

  await mkdir(cwd);
  const create = join(tool, 'node_modules/create-headwater/create-headwater.js');
  const env = { npm_config_user_agent: `${packageManager}/1.0.0` };
  succeeded(await runProgram(process.execPath, [create, 'source-billing', '--yes', '--incremental'], { cwd, env }));
  await dependOn(tarballs, project);
  await step(`${packageManager}: install`, () => run('install'));
  await step(`${packageManager}: first records`, async () => {
    const { output } = await run('run', 'start');
    if (!/orders +120 /.test(output)) throw new Error(`No records:\n${output}`);
  });
  for (const script of ['typecheck', 'test', 'standard-tests', 'build']) {
    await step(`${packageManager}: ${script}`, () => run('run', script));
  }
}

/** Has a project take packages that are not published from their tarballs. */
async function dependOn(tarballs: Tarballs, project: string): Promise<void> {
  const path = join(project, 'package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, Record<string, string>>;
  const files = Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));
  for (const dependencies of [manifest['dependencies'], manifest['devDependencies']]) {
    for (const name of Object.keys(dependencies ?? {}))
      if (dependencies?.[name] && files[name]) dependencies[name] = files[name];
  }
  const overrides = { '@headwater/cdk': files['@headwater/cdk'] };
  await writeFile(path, JSON.stringify({ ...manifest, overrides, resolutions: overrides }, null, 2));
  const workspaceFile = join(project, 'pnpm-workspace.yaml');
  const settings = await readFile(workspaceFile, 'utf8').catch(() => undefined);
  if (settings === undefined) return;
  await writeFile(workspaceFile, `${settings}overrides:\n  '@headwater/cdk': ${overrides['@headwater/cdk']}\n`);
}

function succeeded(program: FinishedProgram): FinishedProgram {
  if (program.exitCode !== 0) throw new Error(`It ended with ${program.exitCode}:\n${program.output}`);
  return program;
}

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await work();
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${name}`);
}
