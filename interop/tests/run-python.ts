import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(import.meta.dirname, '..');

/**
 * Runs one of the Python programs.
 *
 * @param input What it reads from stdin.
 * @returns The JSON that it prints.
 * @throws Error with what it wrote to stderr, when it fails.
 */
export async function runPython<TResult>(program: string, input: string): Promise<TResult> {
  const child = spawn(join(root, '.venv/bin/python'), [join(root, program)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 110_000,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (exitCode === 0) return JSON.parse(stdout) as TResult;
  throw new Error(`${program} ended with ${exitCode}:\n${stderr.slice(-4000)}`);
}
