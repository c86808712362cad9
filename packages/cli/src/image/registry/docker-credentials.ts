import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CommandError } from '../../command-error.ts';
import type { CommandContext } from '../../command.ts';

export type Credentials =
  | { readonly username: string; readonly password: string }
  /** What a login by browser leaves in place of a password. */
  | { readonly identityToken: string };

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** What Docker calls its own registry in its config. */
const DOCKER_HUB = 'https://index.docker.io/v1/';

/**
 * The credentials that `docker login` has kept for a registry: those in `config.json` (of `DOCKER_CONFIG`, else `~/.docker`), or those
 * that a helper program named there gives.
 *
 * @returns `undefined` when there are none.
 * @throws CommandError when the config cannot be read, or the helper fails.
 */
export async function dockerCredentials(
  registry: string,
  env: CommandContext['env'],
): Promise<Credentials | undefined> {
  const file = join(env['DOCKER_CONFIG'] || join(env['HOME'] || homedir(), '.docker'), 'config.json');
  const config = await readDockerConfig(file);
  const key = registry === 'docker.io' ? DOCKER_HUB : registry;
  const entry = Object.entries(config.auths ?? {}).find(([name]) => hostOf(name) === hostOf(key))?.[1];
  if (entry?.identitytoken) return { identityToken: entry.identitytoken };
  if (entry?.auth) return decode(entry.auth, file, registry);
  const helper = config.credHelpers?.[key] ?? config.credHelpers?.[registry] ?? config.credsStore;
  return helper === undefined ? undefined : askHelper(helper, key, env);
}

/** Logins are kept under `registry.example.com`, and by older versions under `https://registry.example.com/v2/`. */
function hostOf(name: string): string {
  return name.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

async function readDockerConfig(file: string): Promise<DockerConfig> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return {};
    throw new CommandError(`The Docker config ${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(content) as DockerConfig;
  } catch {
    // Not the parser's words: they hold a piece of the file.
    throw new CommandError(`The Docker config ${file} is not valid JSON`);
  }
}

function decode(auth: string, file: string, registry: string): Credentials {
  const [, username, password] = /^([^:]+):(.*)$/s.exec(Buffer.from(auth, 'base64').toString()) ?? [];
  if (username !== undefined && password !== undefined) return { username, password };
  throw new CommandError(
    `The login for ${registry} in ${file} cannot be read: "docker login ${registry}" makes it anew`,
  );
}

/** @see https://github.com/docker/docker-credential-helpers */
async function askHelper(helper: string, key: string, env: CommandContext['env']): Promise<Credentials | undefined> {
  const program = `docker-credential-${helper}`;
  const child = spawn(program, ['get'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new CommandError(`${program}, which the Docker config names, cannot be run: ${cause.message}`, { cause })),
    );
    child.once('close', resolve);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(key);
  const [answer, exitCode] = await Promise.all([text(child.stdout), ended]);
  if (exitCode !== 0) {
    if (/not found/i.test(answer)) return undefined;
    throw new CommandError(`${program}, which the Docker config names, failed with exit code ${exitCode}`);
  }
  const { Username: username, Secret: password } = JSON.parse(answer) as { Username: string; Secret: string };
  return username === '<token>' ? { identityToken: password } : { username, password };
}
