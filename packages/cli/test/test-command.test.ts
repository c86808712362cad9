import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startExampleApi } from '@headwater/example-api';
import { expect, onTestFinished, test } from 'vitest';
import { exampleProject, runCli } from './run-cli.ts';

interface ProjectOptions {
  readonly token?: string;
  readonly files?: Readonly<Record<string, object>>;
}

/** A project of the example connector, and the API that it reads. */
async function useProject({ token = 'example-token', files = {} }: ProjectOptions = {}): Promise<string> {
  const api = await startExampleApi({ size: 120 });
  onTestFinished(() => api.close());
  return exampleProject({ 'config.json': { api_url: `${api.url}/v1`, api_token: token }, ...files });
}

// Some thirty runs of a connector, each in a process of its own.
test('the example connector passes, and the reports are written', { timeout: 120_000 }, async () => {
  const cwd = await useProject();
  const args = 'test --stream orders --json --junit out/junit.xml --markdown out/card.md';
  const { json, stderr, exitCode } = await runCli(args.split(' '), { cwd });
  const { results, ...rest } = json();
  expect(results.filter(({ verdict }: any) => verdict !== 'passed' && verdict !== 'skipped')).toEqual([]);
  expect([stderr, exitCode]).toEqual(['', 0]);
  expect(rest).toMatchObject({ command: 'test', ok: true, connector: { name: 'source-shop', version: '1.2.3' } });
  expect(rest.counts).toMatchObject({ failed: 0, warning: 0 });
  expect(await readFile(join(cwd, 'out/junit.xml'), 'utf8')).toContain('<testcase name="future-state"');
  expect(await readFile(join(cwd, 'out/card.md'), 'utf8')).toMatch(
    /^### source-shop 1\.2\.3: \d+ passed, \d+ skipped\n/,
  );
});

test('on a recording, offline: what it has no answer to is skipped', { timeout: 120_000 }, async () => {
  const api = await startExampleApi({ size: 30 });
  const cwd = await exampleProject({
    'config.json': { api_url: `${api.url}/v1`, api_token: api.token, page_size: 10 },
  });
  const record = await runCli(['record', '--stream', 'orders'], { cwd });
  expect([record.stderr, record.exitCode]).toEqual(['', 0]);
  await api.close();
  const { json, exitCode } = await runCli(
    'test --replay --stream orders --only check --only incremental --only pagination --json'.split(' '),
    { cwd },
  );
  const { results, api: kind } = json();
  expect(results.filter(({ verdict }: any) => verdict !== 'passed' && verdict !== 'skipped')).toEqual([]);
  expect([kind, exitCode]).toEqual(['recording', 0]);
  const verdicts = Object.fromEntries(results.map(({ test: name, verdict }: any) => [name, verdict]));
  expect(verdicts).toMatchObject({
    'check-fails': 'passed',
    'only-newer': 'passed',
    'future-state': 'passed',
    'next-page-differs': 'passed',
    'last-page': 'skipped',
  });
});

test('a group and a stream; what is wrong is told with what to do, and the exit code is 1', async () => {
  const cwd = await useProject({ token: 'wrong-token' });
  const { stdout, exitCode } = await runCli(['test', '--only', 'check'], { cwd });
  expect(stdout).toMatch(
    /^ +check\n +\(connector\) +1 FAILED\n\nFAILED {2}\(connector\): check-succeeds\n {2}check says FAILED: /,
  );
  expect(stdout).toMatch(/\n {2}→ Run "headwater check": .*\n\nsource-shop 1\.2\.3: 2 passed, 1 failed, in /);
  expect(exitCode).toBe(1);
});

test('F: a group, a stream or a setting that does not exist', async () => {
  const cwd = await useProject({ files: { 'headwater.json': { test: { accept: { everything: 'x' } } } } });
  const results = [
    await runCli(['test', '--only', 'speed'], { cwd }),
    await runCli(['test'], { cwd }),
    await runCli(['test', '--timeout', '0'], { cwd }),
  ];
  expect(results.map(({ stdout, exitCode }) => [stdout, exitCode])).toEqual([
    ['', 2],
    ['', 2],
    ['', 2],
  ]);
  for (const [index, message] of [
    'Argument: only, Given: "speed"',
    'headwater.json accepts findings of "everything", which is no test. Tests: spec-answers, ',
    '--timeout must be a number of seconds above 0',
  ].entries()) {
    expect(results[index]?.stderr).toContain(message);
  }
});
