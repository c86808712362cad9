import { spawn } from 'node:child_process';

/** What a program printed, and what it ended with. */
export interface FinishedProgram {
  /** stdout and stderr, as they came. */
  readonly output: string;
  readonly exitCode: number | null;
}

export interface RunProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end, without colours, and without knowing that a test runs it. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: RunProgramOptions,
): Promise<FinishedProgram> {
  const given = Object.entries(process.env).filter(([name]) => !/^(?:VITEST|npm_|NODE_ENV$|TEST$)/.test(name));
  const child = spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(given), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 240_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { output, exitCode };
}
