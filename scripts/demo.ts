// What `npm start` shows: the example connector reads the example API, twice, the second time from the state of the first.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { startExampleApi } from '@headwater/example-api';

const root = join(import.meta.dirname, '..');
const headwater = join(root, 'packages/cli/headwater.js');
const project = join(root, 'packages/source-example');

/** Kept afterwards, to be looked at. */
const state = '.headwater/demo-state.json';

await rm(join(project, state), { force: true });
const folder = await mkdtemp(join(tmpdir(), 'headwater-demo-'));
const api = await startExampleApi();
try {
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ api_url: `${api.url}/v1`, api_token: api.token }));
  console.log(`The example connector, in ${relative(root, project)}, reads a small shop's API at ${api.url}`);

  await show('spec');
  await show('check', '--config', config);
  await show('discover', '--config', config);
  await show('read', '--config', config, '--state', state);
  await show('read', '--config', config, '--state', state);
  console.log(`
The second read asked for orders from the last state on. It got those of that very second again: nothing that shares it is lost.

Try next
  docs/quick-start.md                             a connector of your own, from an empty folder
  packages/source-example/src/streams/orders.ts   an incremental stream, whole
  packages/example-api/README.md                  an API to play with, and its faults`);
} catch (error) {
  console.error(`The demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await api.close();
  await rm(folder, { recursive: true });
}

/** Runs a command that must do its work, as one types it in the project's folder. The files of this demo are not shown. */
async function show(command: string, ...args: readonly string[]): Promise<void> {
  console.log(`\n$ headwater ${command}`);
  const child = spawn(process.execPath, [headwater, command, ...args], { cwd: project, stdio: 'inherit' });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`headwater ${command} ended with ${exitCode ?? 'a signal'}`);
}
