import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { docker } from './docker.ts';
import { startServer } from './start-server.ts';

/** A Docker engine that shares nothing with one that may run on this machine, and changes nothing of its network. */
export interface Engine {
  /** For `DOCKER_HOST`. */
  readonly host: string;
  readonly stop: () => Promise<void>;
}

export async function startEngine(folder: string): Promise<Engine> {
  await mkdir(folder, { recursive: true });
  const host = `unix://${join(folder, 'socket')}`;
  const stop = await startServer({
    command: '/usr/sbin/dockerd',
    args: [
      ['--data-root', join(folder, 'data')],
      ['--exec-root', join(folder, 'exec')],
      ['--pidfile', join(folder, 'pid')],
      ['--host', host],
      ['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'],
    ].flat(),
    logFile: join(folder, 'log'),
    isReady: async () => (await docker(host, ['version'])).exitCode === 0,
  });
  return { host, stop };
}
