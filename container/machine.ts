import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the tests need of Debian, with a file that tells whether it is there. */
const PACKAGES: Readonly<Record<string, string>> = {
  'docker.io': '/usr/sbin/dockerd',
  'docker-registry': '/usr/bin/docker-registry',
  'busybox-static': '/bin/busybox',
};

/** Why the tests cannot run on this machine; `undefined` when they can. */
export function hindrance(): string | undefined {
  if (process.platform !== 'linux') return 'a container engine needs Linux';
  if (process.getuid?.() !== 0) return 'a container engine of their own needs root';
  const missing = Object.entries(PACKAGES).filter(([, file]) => !existsSync(file));
  if (missing.length > 0 && !existsSync('/usr/bin/apt-get')) {
    return `${missing.map(([name]) => name).join(', ')} can be installed on Debian only`;
  }
  return undefined;
}

/** Installs what is missing. Nothing of it is started. */
export async function installPackages(say: (text: string) => void): Promise<void> {
  const missing = Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name] ?? ''));
  if (missing.length === 0) return;
  say(`installing ${missing.join(', ')} …`);
  // A service that a package brings is not to be started on behalf of a test.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', SYSTEMD_OFFLINE: '1' };
  const apt = (...args: string[]): void =>
    void execFileSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
}
