import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

export interface StartServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Takes what it prints. */
  readonly logFile: string;
  /** Asked until it is true. */
  readonly isReady: () => Promise<boolean>;
}

const PATIENCE_MS = 30_000;

/**
 * Starts a server and waits until it answers.
 *
 * @returns What ends it, by its process id, and waits until it is gone.
 * @throws Error with what it printed, when it does not come up.
 */
export async function startServer({
  command,
  args,
  logFile,
  isReady,
}: StartServerOptions): Promise<() => Promise<void>> {
  const log = await open(logFile, 'w');
  // A group of its own, so that Ctrl+C reaches only this program, which ends the server when the tests have ended.
  const child = spawn(command, args, { stdio: ['ignore', log.fd, log.fd], detached: true });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()).once('error', () => resolve()));
  await log.close();
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(late);
  };
  for (const giveUpAt = Date.now() + PATIENCE_MS; Date.now() < giveUpAt && child.exitCode === null; await wait(100)) {
    if (await isReady().catch(() => false)) return stop;
  }
  await stop();
  throw new Error(`${command} did not start:\n${await readFile(logFile, 'utf8')}`);
}
