import { join } from 'node:path';
import { type ProgramRun, run, type RunOptions } from './run-program.ts';

const cli = join(import.meta.dirname, '../packages/cli/headwater.js');
const project = join(import.meta.dirname, '../packages/source-example');

/** Runs the tool, in the example connector's project. */
export function headwater(args: readonly string[], options: RunOptions = {}): Promise<ProgramRun> {
  return run(process.execPath, [cli, ...args], { cwd: project, ...options });
}
