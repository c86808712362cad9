import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { nodeOptions } from './node-options.ts';

const MINUTE = 60_000;

test('a program starts at the given moment, and its clock goes on from there', async () => {
  const start = new Date('2024-05-01T10:00:00Z');
  const script = `
    class Later extends Date {}
    const now = Date.now();
    console.log(JSON.stringify({
      now, made: new Date().getTime(), text: Date.parse(Date()), later: new Later().getTime(), subclass: new Later() instanceof Later,
      given: [new Date(0), new Date(2020, 1), new Date('2020-01-01')].map(Number), utc: Date.UTC(2020, 1),
      own: new Date() instanceof Date && new Date().constructor === Date, options: process.execArgv.length,
      real: performance.timeOrigin - now,
    }))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    env: { ...process.env, NODE_OPTIONS: nodeOptions(start, '--no-deprecation') },
  });
  const said = JSON.parse(stdout);
  for (const moment of ['now', 'made', 'text', 'later']) {
    expect(Math.abs(said[moment] - start.getTime()), moment).toBeLessThan(MINUTE);
  }
  expect(said.given).toEqual([0, new Date(2020, 1).getTime(), Date.UTC(2020, 0)]);
  expect([said.utc, said.own, said.subclass]).toEqual([Date.UTC(2020, 1), true, true]);
  expect(said.real).toBeGreaterThan(MINUTE);
});
