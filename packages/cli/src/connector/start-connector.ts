import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeJson } from '@headwater/cdk/protocol';
import { atExit } from '../at-exit.ts';
import { explainFileError } from '../explain-file-error.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { temporaryFolder } from '../temporary-folder.ts';

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
  /** Ends the connector in order, by SIGTERM. */
  readonly signal?: AbortSignal | undefined;
  /** How long it may take for that; then it is killed. @default 10_000 */
  readonly graceMs?: number;
  /** Kills the connector. */
  readonly killSignal?: AbortSignal;
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
 * Node that runs this tool. Nothing of it stays, however this tool ends.
 *
 * @throws What `onLine` throws, after the process has been ended.
 */
export async function startConnector(
  project: Pick<ConnectorProject, 'entry'>,
  options: StartOptions,
): Promise<ConnectorEnd> {
  const folder = await temporaryFolder('headwater-');
  try {
    const { command, config, catalog, state, args = [] } = options;
    const files: string[] = [];
    for (const [name, content] of Object.entries({ config, catalog, state })) {
      if (content === undefined) continue;
      const path = join(folder.path, `${name}.json`);
      await writeFile(path, writeJson(content), { mode: 0o600 }).catch((error) => explainFileError(error, path));
      files.push(`--${name}`, path);
    }
    return await run([project.entry, command, ...files, ...args], options);
  } finally {
    await folder.remove();
  }
}

async function run(args: readonly string[], options: StartOptions): Promise<ConnectorEnd> {
  const { env, signal, killSignal, graceMs = 10_000, onLine } = options;
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const forget = atExit(() => child.kill('SIGKILL'));
  const ended = new Promise<ConnectorEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, endSignal) => resolve({ exitCode, signal: endSignal, stderr }));
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-STDERR_KEPT)));
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
  const kill = (): void => {
    child.kill('SIGKILL');
    // Processes that it has started may hold its output open.
    lines.close();
    child.stdout.destroy();
    child.stderr.destroy();
  };
  let grace: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    grace = setTimeout(kill, graceMs);
  };
  const withdraw = [onAbort(signal, stop), onAbort(killSignal, kill), forget];
  try {
    for await (const line of lines) await onLine(line);
    return await ended;
  } catch (error) {
    kill();
    await ended;
    throw error;
  } finally {
    clearTimeout(grace);
    for (const one of withdraw) one();
  }
}

/** Calls `listener` once the signal is aborted, which it may be already. Returns what withdraws it. */
function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal?.aborted === true) listener();
  else signal?.addEventListener('abort', listener, { once: true });
  return () => signal?.removeEventListener('abort', listener);
}
