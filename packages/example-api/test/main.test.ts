import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test.each(['SIGTERM', 'SIGINT'] as const)('prints its URL, serves, and ends with 0 on %s', async (signal) => {
  const child = run('--size', '3', '--token', 'abc', '--fault', 'status:status=503,path=/v1/products');
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const url = /^Example API listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString())?.[1];
  expect(url).toBeDefined();
  const headers = { authorization: 'Bearer abc' };
  expect(await (await fetch(`${url}/v1/products`, { headers })).json()).toHaveProperty('error.code');
  expect(await (await fetch(`${url}/v1/products`, { headers })).json()).toHaveProperty('total', 3);
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('says in one sentence what is wrong with a flag, and ends with 2', async () => {
  const child = run('--size', 'many');
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')]);
  expect([stdout, stderr, code]).toEqual(['', '"--size" must be an integer from 0 to 1000000000, got "many"\n', 2]);
});

test('--help names every flag, and ends with 0', async () => {
  const child = run('--help');
  const [stdout, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit')]);
  for (const flag of [
    'port',
    'size',
    'seed',
    'token',
    'token-lifetime',
    'rotate-tokens',
    'latency',
    'page-cache-mb',
    'compress',
    'quota',
    'fault',
    'help',
  ]) {
    expect(stdout).toContain(`\n  --${flag} `);
  }
  expect(code).toBe(0);
});
