// Runs an image as if it were a connector's own program, so that whatever drives a connector can drive an image: files that are named
// in the arguments are mounted, signals and streams are handed on. IMAGE names it; DOCKER_HOST, the engine.
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'connector-in-container-'));
// The user of the container is another one than that of the files.
chmodSync(folder, 0o755);
const args = process.argv.slice(2).map((arg, index, all) => {
  if (!['--config', '--catalog', '--state'].includes(all[index - 1] ?? '')) return arg;
  const copy = join(folder, basename(arg));
  copyFileSync(arg, copy);
  chmodSync(copy, 0o644);
  return `/secrets/${basename(arg)}`;
});
const WITHOUT_RIGHTS =
  '--read-only --cap-drop ALL --security-opt no-new-privileges --network host --env LOG_LEVEL'.split(' ');
const run = ['run', '--rm', '--interactive', ...WITHOUT_RIGHTS, '--volume', `${folder}:/secrets:ro`];
const child = spawn('/usr/bin/docker', [...run, process.env['IMAGE'] ?? '', ...args], { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
child.once('close', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
