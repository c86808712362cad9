import { spawn } from 'node:child_process';
import type { AirbyteMessage } from '@headwater/cdk';
import { parseExact } from './exact-json.ts';
import type { KillPlace } from './kill-plan.ts';
import type { ReadRun } from './read-run.ts';

/** One read. */
export interface ReadOnceOptions {
  /** The program and its arguments, all of them: `['node', 'main.js', 'read', '--config', …]`. */
  readonly command: readonly string[];
  /** @default it goes to its end */
  readonly kill?: KillPlace | undefined;
  /** Environment variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** A process that has not ended after so many milliseconds is ended, and `isOverdue`. After SIGTERM the time begins again. */
  readonly limitMs: number;
}

/**
 * Runs a connector, reads its stdout line by line, and ends it at a place. A line counts as seen when it has been read whole, and
 * none after the one that a SIGKILL follows: what the pipe still holds then is lost, as it is for a platform that dies.
 */
export async function readOnce({ command, kill, env, limitMs }: ReadOnceOptions): Promise<ReadRun> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const messages: AirbyteMessage[] = [];
  const badLines: string[] = [];
  let stderr = '';
  let lines = 0;
  let isKilled = false;
  let isOverdue = false;
  const end = (): void => {
    isOverdue = true;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(end, limitMs);
  let stall: NodeJS.Timeout | undefined;

  const send = (signal: KillPlace['signal']): void => {
    child.kill(signal);
    clearTimeout(timer);
    timer = setTimeout(end, limitMs);
  };

  const see = (line: string): void => {
    lines++;
    const message = messageOf(line);
    if (message === undefined) badLines.push(line);
    else messages.push(message);
    if (kill === undefined || isKilled || lines < kill.afterLine) return;
    if (kill.at === 'state' && message?.type !== 'STATE') return;
    isKilled = true;
    if (kill.signal === 'SIGKILL' || !kill.stallMs) {
      send(kill.signal);
      return;
    }
    child.stdout.pause();
    stall = setTimeout(() => {
      send(kill.signal);
      child.stdout.resume();
    }, kill.stallMs);
  };

  const isDone = (): boolean => isKilled && kill?.signal === 'SIGKILL';
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop() ?? '';
    for (const line of pieces) if (!isDone()) see(line);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));

  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => resolve([code, by]));
  }).finally(() => process.off('exit', killAtExit));
  clearTimeout(timer);
  clearTimeout(stall);
  // Half a line is what a SIGKILL leaves. From a process that ended by itself it is a line without its end.
  if (rest !== '' && !isDone()) badLines.push(rest);
  // A SIGTERM that came when everything was done ended nothing.
  const hasEnded = isDone() || (isKilled && exitCode !== 0);
  return { messages, badLines, killedAt: hasEnded ? kill : undefined, exitCode, signal, stderr, isOverdue };
}

function messageOf(line: string): AirbyteMessage | undefined {
  try {
    const value = parseExact(line) as { type?: unknown } | null;
    return typeof value === 'object' && typeof value?.type === 'string' ? (value as AirbyteMessage) : undefined;
  } catch {
    return undefined;
  }
}
