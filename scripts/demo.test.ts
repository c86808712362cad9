import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the demo shows every command at work, in one screen of plain lines when piped', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'demo.ts')]);
  expect(stderr.replace(/^.*(?:ExperimentalWarning|--trace-warnings).*\n/gm, '')).toBe('');
  expect(stdout).toMatch(/^\$ headwater spec\n(?:.*\n)+? {2}api_token +string, secret +yes/m);
  expect(stdout).toMatch(/^\$ headwater check\nSUCCEEDED/m);
  expect(stdout).toMatch(/^\$ headwater discover\n(?:.*\n)+? {2}order_events +id/m);
  const rows = stdout.matchAll(/^ {2}orders +(\d+) +\d+ +(\d+) +\S+ k?B +[\d.]+ m?s {2}(.+?) {2,}(.+)$/gm);
  const orders = [...rows].map(([, ...cells]) => cells);
  const state = 'updated_at 2024-12-13T15:52:44Z';
  expect(orders).toEqual([
    ['500', '5', '–', state],
    ['2', '1', state, state],
  ]);
  expect(stdout.split('\n').length).toBeLessThan(50);
  expect(stdout).not.toContain('\r');
  expect(stdout).not.toContain('\u001B');
});
