import { spawn } from 'node:child_process';
import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const bin = join(import.meta.dirname, '../headwater.js');
const example = join(import.meta.dirname, '../../source-example/source-example.js');

export interface CliRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  /** What `--json` printed. */
  readonly json: () => any;
}

export interface RunCliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all that stdout and stderr hold so far, whenever there is more. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the tool as a shell does. */
export async function runCli(args: readonly string[], { cwd, env = {}, onOutput }: RunCliOptions): Promise<CliRun> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let stdout = '';
  let stderr = '';
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(stdout + stderr, kill);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onOutput?.(stdout + stderr, kill);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { stdout, stderr, exitCode, json: () => JSON.parse(stdout) };
}

/** A folder that is gone after the test, as the system names it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'headwater-test-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A connector's project whose program is the example connector; `files` are its other files by their paths. */
export async function exampleProject(files: Readonly<Record<string, object | string>> = {}): Promise<string> {
  const folder = await temporaryFolder();
  await symlink(example, join(folder, 'source-shop.js'));
  await symlink(join(example, '../spec.json'), join(folder, 'spec.json'));
  const manifest = { name: 'source-shop', version: '1.2.3', bin: { 'source-shop': './source-shop.js' } };
  for (const [path, content] of Object.entries({ 'package.json': manifest, ...files })) {
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}
