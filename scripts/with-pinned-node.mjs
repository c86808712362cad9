// Runs a package script under the Node that this workspace pins, from a bare clone and with any Node from 20 on:
// brings pnpm through npm, installs from the lockfile (under a second when nothing changed), then runs the script.
// Plain JavaScript, because the Node that starts it may be too old to run TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Not in package.json's `packageManager`: there pnpm would replace itself by a binary of its own, which not every npm registry
// holds.
const pnpmVersion = 'pnpm@12.21.0';
const [script, ...args] = process.argv.slice(2);

function pnpm(...pnpmArgs) {
  // Once it is there the registry is not asked about it again, so that everything but an install works offline.
  const { status, signal, error } = spawnSync('npx', ['--yes', '--prefer-offline', pnpmVersion, ...pnpmArgs], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) {
    console.error(`npx could not be started (${error.message}): npm, which brings it, must be on the PATH`);
    process.exit(1);
  }
  if (signal) process.kill(process.pid, signal);
  if (status !== 0) process.exit(status ?? 1);
}

// The first time it brings everything, Node included.
if (!existsSync(`${root}/node_modules`)) console.log('Installing, which takes up to a minute the first time …');
pnpm('install', '--frozen-lockfile', '--silent');
pnpm('run', '--silent', script, ...args);
