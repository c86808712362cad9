import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the demo shows every command at work, in one screen of plain lines when piped', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'demo.ts')]);
  expect(stderr.replace(/^.*(?:ExperimentalWarning|--trace-warnings).*\n/gm, '')).toBe('');
  expect(stdout).toMatch(/^spec {6}api_url, api_token \(secret\), start_date, page_size {2}\(\d+ ms\)$/m);
  expect(stdout).toMatch(/^check {5}SUCCEEDED/m);
  expect(stdout).toMatch(/^discover {2}customers, products, orders, order_events, exports/m);
  const orders = [...stdout.matchAll(/^ {2}orders +(\d+) +(\d+) +\d+ ms {2}(.+?) {2,}(.+)$/gm)].map(
    ([, ...cells]) => cells,
  );
  const state = 'updated_at 2024-12-13T15:52:44Z';
  expect(orders).toEqual([
    ['500', '5', '–', state],
    ['2', '1', state, state],
  ]);
  expect(stdout.split('\n').length).toBeLessThan(50);
  expect(stdout).not.toContain('\r');
  expect(stdout).not.toContain('\u001B');
});
