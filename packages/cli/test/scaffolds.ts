import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectChoices } from '../src/new/choices.ts';
import { createProject } from '../src/new/create-project.ts';
import { type FinishedProgram, runProgram } from './run-program.ts';

const workspace = join(import.meta.dirname, '../../..');

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

export function typeCheckScaffolds(folder: string): Promise<FinishedProgram> {
  return runProgram(process.execPath, [join(workspace, 'node_modules/typescript/bin/tsc')], { cwd: folder });
}

export function testScaffolds(folder: string): Promise<FinishedProgram> {
  const args = [join(workspace, 'node_modules/vitest/vitest.mjs'), 'run', '--no-isolate', '--reporter=dot'];
  return runProgram(process.execPath, args, { cwd: folder });
}
