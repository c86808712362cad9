import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Where a contestant's stdout goes: `/dev/null`, or a pipe that is read and forgotten. */
export type Sink = 'null' | 'pipe';

/** What `node` is started with. */
export interface NodeCall {
  readonly args: readonly string[];
  /** Besides the environment of the benchmark. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One run of a program. */
export interface ProcessRun {
  /** From before the spawn to after the exit. */
  readonly ms: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  /** The largest resident set, in MB. */
  readonly peakMemoryMb: number;
}

/** The slowest contestant takes half a minute for a million records; one that hangs is ended. */
const TIMEOUT_MS = 180_000;

const reportUsage = `${import.meta.dirname}/contestants/report-usage.cjs`;

/**
 * Runs `node` to its end.
 *
 * @param onOutput Takes stdout as it comes, in place of `sink`.
 * @throws Error when it does not exit with 0: with the end of its stderr.
 */
export async function runProcess(
  { args, env }: NodeCall,
  sink: Sink,
  onOutput?: (chunk: Buffer) => void,
): Promise<ProcessRun> {
  const startedAt = performance.now();
  const isRead = sink === 'pipe' || onOutput !== undefined;
  const child = spawn(process.execPath, ['--require', reportUsage, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', isRead ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  let usage = '';
  child.stdout?.on('data', onOutput ?? (() => {}));
  child.stderr?.on('data', (chunk) => (errors = (errors + String(chunk)).slice(-2000)));
  (child.stdio[3] as Readable).on('data', (chunk) => (usage += String(chunk)));
  const timeout = setTimeout(() => child.kill(), TIMEOUT_MS);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timeout);
  const ms = performance.now() - startedAt;
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${signal ?? code}: ${errors}`);
  const { maxRssKb, cpuMs } = JSON.parse(usage) as { maxRssKb: number; cpuMs: number };
  return { ms, cpuMs, peakMemoryMb: maxRssKb / 1024 };
}
