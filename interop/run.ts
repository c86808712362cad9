// What `pnpm interop` runs: makes a virtual environment with the clients that are driven, the first time and when requirements.txt has
// changed, then the tests. Where there is no Python it says so and does nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const here = import.meta.dirname;
const environment = join(here, '.venv');
const requirements = join(here, 'requirements.txt');
const installed = join(environment, 'installed.txt');

if (spawnSync('python3', ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 10))']).status !== 0) {
  console.log(
    'The interoperability tests are skipped: they need Python 3.10 or later as python3, with its module venv.',
  );
  process.exit(0);
}
const wanted = readFileSync(requirements, 'utf8');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
  console.log('Installing PyAirbyte and the Python CDK, which takes a minute …');
  rmSync(environment, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' });
  const pip = join(environment, 'bin/pip');
  execFileSync(pip, ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements], {
    stdio: 'inherit',
  });
  writeFileSync(installed, wanted);
}
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', join(here, 'vitest.config.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
