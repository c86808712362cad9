import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeJson } from '@headwater/cdk/protocol';
import type { ConnectorProject } from '../project/connector-project.ts';

export type ConnectorCommand = 'spec' | 'check' | 'discover' | 'read';

export interface StartOptions {
  readonly command: ConnectorCommand;
  /** Each is written to a file that only this user may read, and that is gone afterwards. */
  readonly config?: object | undefined;
  readonly catalog?: object | undefined;
  readonly state?: object | undefined;
  /** Further arguments. */
  readonly args?: readonly string[];
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the connector in order, as SIGTERM does. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each line of stdout; the next is not read before it returns. */
  readonly onLine: (line: string) => void | Promise<void>;
}

/** How a connector's process ended. */
export interface ConnectorEnd {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last of what it wrote to stderr. */
  readonly stderr: string;
}

const STDERR_KEPT = 20_000;

/**
 * Runs a connector's command in a process of its own, as a platform does, and hands on its lines. The connector runs under the
 * Node that runs this tool.
 *
 * @throws What `onLine` throws, after the process has been ended.
 */
export async function startConnector(
  project: Pick<ConnectorProject, 'entry'>,
  options: StartOptions,
): Promise<ConnectorEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-'));
  try {
    const { command, config, catalog, state, args = [] } = options;
    const files: string[] = [];
    for (const [name, content] of Object.entries({ config, catalog, state })) {
      if (content === undefined) continue;
      const path = join(folder, `${name}.json`);
      await writeFile(path, writeJson(content), { mode: 0o600 });
      files.push(`--${name}`, path);
    }
    return await run([project.entry, command, ...files, ...args], options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(args: readonly string[], { env, signal, onLine }: StartOptions): Promise<ConnectorEnd> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<ConnectorEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, endSignal) => resolve({ exitCode, signal: endSignal, stderr }));
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-STDERR_KEPT)));
  const stop = (): void => void child.kill('SIGTERM');
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) await onLine(line);
    return await ended;
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
