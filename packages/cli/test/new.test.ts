import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CommandContext } from '../src/command.ts';
import type { ProjectChoices } from '../src/new/choices.ts';
import { makeScaffolds, testScaffolds, typeCheckScaffolds } from './scaffolds.ts';
import { runTypes } from '../src/types/run-types.ts';
import { runCli, temporaryFolder } from './run-cli.ts';
import { runInProcess } from './run-in-process.ts';

test('a project of each kind of API compiles and passes its tests', async () => {
  // Together with the template itself: each choice once. `pnpm test:scaffolds` goes through all combinations.
  const sample: readonly ProjectChoices[] = [
    { auth: 'api-key', paging: 'page', streams: ['incremental'], packageManager: 'npm' },
    { auth: 'basic', paging: 'offset', streams: ['child'], packageManager: 'npm' },
    { auth: 'oauth2', paging: 'link', streams: ['graphql'], packageManager: 'npm' },
    { auth: 'none', paging: 'next-url', streams: ['incremental', 'child', 'graphql'], packageManager: 'npm' },
    { auth: 'bearer', paging: 'none', streams: [], packageManager: 'npm' },
  ];
  const folder = await temporaryFolder();
  await makeScaffolds(folder, sample);
  expect(await typeCheckScaffolds(folder)).toEqual({ output: '', exitCode: 0 });
  const tests = await testScaffolds(folder);
  expect(tests.output).toMatch(/Tests +\d+ passed/);
  expect(tests.exitCode).toBe(0);
  for (const index of sample.keys()) {
    const check = (context: CommandContext) => runTypes({ project: undefined, check: true, watch: false }, context);
    const types = await runInProcess(check, { cwd: join(folder, `source-${index + 1}`) });
    expect(types.stdout).toMatch(/^\d files of types are what the schemas say\.\n$/);
  }
}, 60_000);

test('says what is there and what to do next', async () => {
  const cwd = await temporaryFolder();
  const { stdout, stderr, exitCode } = await runCli(['new', 'source-billing', '--incremental'], {
    cwd,
    env: { npm_config_user_agent: 'pnpm/12.0.0 npm/? node/v26.0.0 linux x64' },
  });
  expect([stderr, exitCode]).toEqual(['', 0]);
  expect(stdout).toMatch(/^source-billing is there: \d+ files\. Next:\n\n {2}cd source-billing\n {2}pnpm install\n/);
  expect(await readdir(cwd)).toEqual(['source-billing']);
  expect(await readFile(join(cwd, 'source-billing/README.md'), 'utf8')).toContain('pnpm run read');
});

test('--json: what was chosen, and the files', async () => {
  const cwd = await temporaryFolder();
  const args = ['new', '@team/source-billing', '--child', '--folder', 'connectors/billing', '--json'];
  const { json, stderr, exitCode } = await runCli(args, { cwd, env: { npm_config_user_agent: '' } });
  expect([stderr, exitCode]).toEqual(['', 0]);
  expect(json()).toEqual({
    command: 'new',
    ok: true,
    name: '@team/source-billing',
    folder: join(cwd, 'connectors/billing'),
    choices: { auth: 'bearer', paging: 'token', streams: ['child'], packageManager: 'npm' },
    files: expect.arrayContaining(['.gitignore', 'source-billing.js', 'src/streams/notes.ts']),
  });
});

test.each([
  [['Source Billing'], '"Source Billing" is no package name. '],
  [['../source-billing'], '"../source-billing" is no package name. '],
  [['source-billing', '--folder', '..'], 'A new project goes into a folder inside '],
  [['source-billing', '--auth', 'magic'], 'Invalid values:\n  Argument: auth, Given: "magic", Choices: "bearer", '],
  [[], 'Name the connector: headwater new source-billing'],
])('%j: a clear error, exit 2, and nothing is written', async (args, message) => {
  const cwd = await temporaryFolder();
  const { stdout, stderr, exitCode } = await runCli(['new', ...args], { cwd });
  expect(stderr.startsWith(message)).toBe(true);
  expect([stdout, exitCode, await readdir(cwd)]).toEqual(['', 2, []]);
});
