import { type ProgramRun, run, type RunOptions } from './run-program.ts';

/** Of the package that brings the engine: another one on the path may know other commands. */
const DOCKER = '/usr/bin/docker';

/** Runs a command of Docker to its end. */
export function docker(host: string, args: readonly string[], options: RunOptions = {}): Promise<ProgramRun> {
  return run(DOCKER, args, { ...options, env: { DOCKER_HOST: host, DOCKER_BUILDKIT: '1', ...options.env } });
}

/**
 * Runs a command of Docker that must do its work.
 *
 * @returns What it printed.
 */
export async function mustDocker(host: string, args: readonly string[], options?: RunOptions): Promise<string> {
  const { stdout, stderr, exitCode } = await docker(host, args, options);
  if (exitCode === 0) return stdout.trim();
  throw new Error(`docker ${args[0]} ended with ${exitCode}:\n${stderr.slice(-4000)}${stdout.slice(-4000)}`);
}
