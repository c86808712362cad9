import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startServer } from './start-server.ts';

export interface DockerRegistry {
  /** `127.0.0.1:5000`. */
  readonly host: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts Debian's registry on a free port of this machine, with an empty store.
 *
 * @param login Whom it lets in; without, everybody.
 */
export async function startDockerRegistry(
  folder: string,
  login: { readonly username: string; readonly hash: string } | undefined,
): Promise<DockerRegistry> {
  await mkdir(folder, { recursive: true });
  const host = `127.0.0.1:${await freePort()}`;
  const accounts = join(folder, 'accounts');
  if (login !== undefined) await writeFile(accounts, `${login.username}:${login.hash}\n`);
  // The configuration that the package brings listens everywhere. JSON is YAML, too.
  const config = {
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host },
    ...(login === undefined ? {} : { auth: { htpasswd: { realm: 'private', path: accounts } } }),
  };
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const stop = await startServer({
    command: '/usr/bin/docker-registry',
    args: ['serve', join(folder, 'config.yml')],
    logFile: join(folder, 'log'),
    isReady: async () => (await fetch(`http://${host}/v2/`)).status === (login === undefined ? 200 : 401),
  });
  return { host, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
