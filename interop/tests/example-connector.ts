import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../../packages/source-example');
const headwater = join(import.meta.dirname, '../../packages/cli/headwater.js');

/** The example connector as it is shipped, built anew by the first test that asks. */
export function exampleConnector(): string {
  const executable = join(project, 'dist/source-example.js');
  if (!isBuilt || !existsSync(executable)) {
    execFileSync(process.execPath, [headwater, 'bundle', '--project', project], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  isBuilt = true;
  return executable;
}

let isBuilt = false;
