import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { mustDocker } from './docker.ts';
import type { Engine } from './engine.ts';

/** As the official images name it. */
export const NODE_IMAGE = 'node:26-slim';

/** What npm needs, and pnpm, which is no JavaScript. */
const FURTHER_LIBRARIES = ['librt.so.1', 'libutil.so.1', 'libresolv.so.2'];

/**
 * Makes an image that stands in for the official slim image of Node, which cannot be pulled where only package registries are
 * reached: the Node that runs this, npm, this machine's C library, busybox for a shell, and the user `node`.
 */
export async function makeNodeImage({ host }: Engine, folder: string): Promise<void> {
  const root = join(folder, 'root');
  for (const path of [
    'bin',
    'dev',
    'etc/ssl/certs',
    'home/node',
    'lib',
    'lib64',
    'proc',
    'root',
    'sys',
    'tmp',
    'usr/bin',
    'usr/local/bin',
    'usr/local/etc',
    'usr/local/lib/node_modules',
  ]) {
    await mkdir(join(root, path), { recursive: true });
  }
  await copyFile('/bin/busybox', join(root, 'bin/busybox'));
  const applets = execFileSync('/bin/busybox', ['--list'], { encoding: 'utf8' }).trim().split('\n');
  for (const name of applets.filter((applet) => applet !== 'busybox'))
    await symlink('busybox', join(root, 'bin', name));
  await symlink('/bin/env', join(root, 'usr/bin/env'));

  await copyFile(process.execPath, join(root, 'usr/local/bin/node'));
  for (const library of librariesOf(process.execPath)) await copyFile(library, join(root, 'lib', basename(library)));
  const libraries = dirname(librariesOf(process.execPath).find((path) => path.includes('libc.so')) ?? '');
  for (const name of FURTHER_LIBRARIES) {
    if (existsSync(join(libraries, name))) await copyFile(join(libraries, name), join(root, 'lib', name));
  }
  for (const loader of ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1']) {
    if (existsSync(loader)) await copyFile(loader, join(root, loader));
  }

  execFileSync('npm', ['install', '--prefix', folder, '--no-save', '--silent', 'npm@11'], { stdio: 'inherit' });
  await cp(join(folder, 'node_modules/npm'), join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  await symlink('../lib/node_modules/npm/bin/npx-cli.js', join(root, 'usr/local/bin/npx'));
  // Whom this machine trusts, so that a Dockerfile can stay as its users have it.
  const certificates = '/etc/ssl/certs/ca-certificates.crt';
  if (existsSync(certificates)) {
    await copyFile(certificates, join(root, certificates));
    await writeFile(join(root, 'usr/local/etc/npmrc'), `cafile=${certificates}\n`);
    await writeFile(join(root, 'root/.yarnrc.yml'), `httpsCaFilePath: ${certificates}\n`);
    await writeFile(join(root, 'root/.bunfig.toml'), `[install]\ncafile = "${certificates}"\n`);
  }
  // Many connections at once are more than some networks let through.
  await mkdir(join(root, 'root/.config/pnpm'), { recursive: true });
  await writeFile(join(root, 'root/.config/pnpm/config.yaml'), 'networkConcurrency: 8\n');
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
  execFileSync('chmod', ['1777', join(root, 'tmp')]);
  execFileSync('chown', ['1000:1000', join(root, 'home/node')]);

  const archive = join(folder, 'root.tar');
  execFileSync('tar', ['--create', '--file', archive, '--directory', root, '.']);
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const changes = [`ENV PATH=${path}`, `ENV NODE_VERSION=${process.versions.node}`, 'CMD ["node"]'];
  await mustDocker(host, ['import', ...changes.flatMap((change) => ['--change', change]), archive, NODE_IMAGE]);
  await rm(folder, { recursive: true });
}

/** The shared libraries that a program is linked to. */
function librariesOf(program: string): string[] {
  const text = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...text.matchAll(/=> (\/\S+)/g)].map(([, path]) => path ?? '');
}
