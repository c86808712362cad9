import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CommandContext, ExitCode } from '../src/command.ts';
import { Terminal } from '../src/terminal/terminal.ts';
import { temporaryFolder } from './run-cli.ts';

/** What a command that ran in the test's own process left behind. */
export interface InProcessRun {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** What `--json` printed. */
  readonly json: any;
}

/** Runs what a command does without starting the tool: once for people and, where `json` is asked for, for programs. */
export async function runInProcess(
  run: (context: CommandContext) => Promise<ExitCode>,
  { cwd, json = false }: { readonly cwd: string; readonly json?: boolean },
): Promise<InProcessRun> {
  let stdout = '';
  let stderr = '';
  const terminal = new Terminal(
    { write: (text: string) => (stdout += text) },
    { write: (text: string) => (stderr += text) },
    { json },
  );
  const exitCode = await run({ terminal, cwd, env: process.env, signal: new AbortController().signal });
  return { exitCode, stdout, stderr, json: json ? JSON.parse(stdout) : undefined };
}

/** A folder with the given files, JSON where they are objects, that is gone after the test. */
export async function folderWith(files: Readonly<Record<string, object | string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(
      join(folder, path),
      typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
    );
  }
  return folder;
}

/** A connector's project that is never started, with further files. */
export function projectWith(files: Readonly<Record<string, object | string>>): Promise<string> {
  const manifest = { name: 'source-shop', version: '1.2.3', bin: { 'source-shop': './source-shop.js' } };
  return folderWith({ 'package.json': manifest, 'source-shop.js': '', ...files });
}
