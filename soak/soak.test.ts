import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { soakCase } from './soak-case.ts';
import { SoakTotals } from './soak-totals.ts';

const run = promisify(execFile);
const soak = `${import.meta.dirname}/soak.ts`;

test('counts its cases, and says the seed that makes them again', { timeout: 60_000 }, async () => {
  const { stdout } = await run(process.execPath, [soak, '--seed', '20', '--case', '1']);
  expect(stdout).toMatch(/^stream +records +duplicates +lost\n/);
  expect(stdout).toMatch(/\nSeed 20: 1 cases, \d+ runs, [1-9]\d* kills; nothing was lost, every promise was kept\.\n$/);
});

test('a case is the same for the same seed', () => {
  expect(soakCase(5)).toEqual(soakCase(5));
  expect(new Set([1, 2, 3, 4, 5].map((seed) => JSON.stringify(soakCase(seed)))).size).toBe(5);
});

test('says how to see again what went wrong', () => {
  const totals = new SoakTotals(7);
  const streams = { orders: { records: 1_200, duplicates: 4, lost: 2 } };
  const violation = { rule: 'nothing is lost', stream: 'orders', message: '2 of its records …' };
  totals.add(0, { kills: 1, runs: 2, streams, violations: [] });
  totals.add(3, { kills: 2, runs: 3, streams, violations: [violation] });
  expect(totals.isClean).toBe(false);
  expect(totals.report()).toBe(
    [
      'stream                   records  duplicates        lost',
      'orders                     2,400           8           4',
      '',
      'Seed 7: 2 cases, 5 runs, 3 kills; promises were broken.',
      'nothing is lost: stream orders, 2 of its records …',
      'Once more: pnpm soak --seed 7 --case 3',
      '',
    ].join('\n'),
  );
});

test('--help prints the flags', async () => {
  const { stdout } = await run(process.execPath, [soak, '--help']);
  expect(stdout).toContain('--minutes N');
});

test.each([
  [['--minutes', 'all'], '"--minutes" must be a number from 0.01 to 10000, got "all"'],
  [['--seed', '-1'], "Option '--seed' argument is ambiguous"],
  [['--case', 'x'], '"--case" must be an integer from 0 to 4294967295, got "x"'],
])('%j is one sentence and exit code 2', async (args, sentence) => {
  await expect(run(process.execPath, [soak, ...args])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(sentence),
  });
});
