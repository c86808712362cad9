import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startServer } from './start-server.ts';
import type { TokenServer } from './token-server.ts';

export interface DockerRegistry {
  /** `127.0.0.1:5000`. */
  readonly host: string;
  readonly stop: () => Promise<void>;
}

/** Whom a registry lets in: an account by Basic auth, or whoever brings a token of a server. */
export type Admission = { readonly username: string; readonly hash: string } | TokenServer;

/**
 * Starts Debian's registry on a free port of this machine, with an empty store.
 *
 * @param admission Without, it lets everybody in.
 */
export async function startDockerRegistry(folder: string, admission: Admission | undefined): Promise<DockerRegistry> {
  await mkdir(folder, { recursive: true });
  const host = `127.0.0.1:${await freePort()}`;
  // The configuration that the package brings listens everywhere. JSON is YAML, too.
  const config = {
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host },
    ...(admission === undefined ? {} : { auth: await authOf(admission, folder) }),
  };
  await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
  const stop = await startServer({
    command: '/usr/bin/docker-registry',
    args: ['serve', join(folder, 'config.yml')],
    logFile: join(folder, 'log'),
    isReady: async () => (await fetch(`http://${host}/v2/`)).status === (admission === undefined ? 200 : 401),
  });
  return { host, stop };
}

async function authOf(admission: Admission, folder: string): Promise<object> {
  const file = join(folder, 'admission');
  if ('hash' in admission) {
    await writeFile(file, `${admission.username}:${admission.hash}\n`);
    return { htpasswd: { realm: 'private', path: file } };
  }
  const { realm, service, issuer, certificate } = admission;
  await writeFile(file, certificate);
  return { token: { realm, service, issuer, rootcertbundle: file } };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
