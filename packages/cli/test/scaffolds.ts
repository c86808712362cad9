import { spawn } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectChoices } from '../src/new/choices.ts';
import { createProject } from '../src/new/create-project.ts';

const workspace = join(import.meta.dirname, '../../..');

/** A program's output, and what it ended with. */
export interface Finished {
  readonly output: string;
  readonly exitCode: number | null;
}

/**
 * Makes a project of each choice in one folder, `source-1`, `source-2`, …, with the dependencies of this workspace in place of an
 * install, so that one compiler and one test runner can go through them all.
 */
export async function makeScaffolds(folder: string, everyChoice: readonly ProjectChoices[]): Promise<void> {
  await symlink(join(workspace, 'templates/source-acme/node_modules'), join(folder, 'node_modules'));
  await Promise.all(
    everyChoice.map((choices, index) => createProject({ name: `source-${index + 1}`, cwd: folder, choices })),
  );
  const include = ['src', 'mock', 'test'].map((part) => `source-*/${part}`);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: './source-1/tsconfig.json', include }));
}

export function typeCheckScaffolds(folder: string): Promise<Finished> {
  return run([join(workspace, 'node_modules/typescript/bin/tsc')], folder);
}

export function testScaffolds(folder: string): Promise<Finished> {
  return run([join(workspace, 'node_modules/vitest/vitest.mjs'), 'run', '--no-isolate', '--reporter=dot'], folder);
}

async function run(args: readonly string[], cwd: string): Promise<Finished> {
  const ownVariables = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  const env = { ...Object.fromEntries(ownVariables), NO_COLOR: '1' };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
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
