import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startConnector, type StartOptions } from './start-connector.ts';

/** Says that it runs, and ends by nothing but SIGKILL; a process of its own would hold its output open. */
const STUBBORN = `
  process.on('SIGTERM', () => console.log('asked to end'));
  require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 2_000)'], { stdio: 'inherit' });
  setInterval(() => {}, 1000);
  console.log('runs');`;

/** Runs a program in a folder for temporary files of its own. */
async function run(
  program: string,
  options: Partial<StartOptions>,
): Promise<{ readonly lines: string[]; readonly signal: string | null; readonly left: string[] }> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'start-connector-')));
  onTestFinished(() => rm(folder, { recursive: true }));
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const entry = join(folder, 'connector.cjs');
  await writeFile(entry, program);
  const lines: string[] = [];
  const { signal } = await startConnector(
    { entry },
    {
      command: 'check',
      config: { token: 's3cret' },
      env: process.env,
      ...options,
      onLine: (line) => {
        lines.push(line);
        return options.onLine?.(line);
      },
    },
  );
  return { lines, signal, left: (await readdir(folder)).filter((name) => name !== 'connector.cjs') };
}

test('a connector that ignores SIGTERM is killed when its time for it is over', async () => {
  const stop = new AbortController();
  const end = await run(STUBBORN, { signal: stop.signal, graceMs: 50, onLine: () => stop.abort() });
  expect(end).toMatchObject({ signal: 'SIGKILL', left: [] });
});

test('it has that time, and what it still says is heard', async () => {
  const stop = new AbortController();
  const kill = new AbortController();
  const { lines } = await run(STUBBORN, {
    signal: stop.signal,
    killSignal: kill.signal,
    onLine: (line) => (line === 'runs' ? stop : kill).abort(),
  });
  expect(lines).toEqual(['runs', 'asked to end']);
});

test('what is thrown about a line ends the process, and leaves nothing', async () => {
  const failed = run(STUBBORN, {
    onLine: () => {
      throw new Error('no such line');
    },
  });
  await expect(failed).rejects.toThrow('no such line');
  expect((await readdir(process.env['TMPDIR'] ?? '')).filter((name) => name.startsWith('headwater-'))).toEqual([]);
});

test('without a folder for temporary files it says so', async () => {
  vi.stubEnv('TMPDIR', join(tmpdir(), 'is-not-there'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const started = startConnector({ entry: 'x' }, { command: 'spec', env: {}, onLine: () => {} });
  await expect(started).rejects.toMatchObject({
    name: 'CommandError',
    message: expect.stringMatching(/is-not-there\/headwater-\S+ cannot be written: the folder for it does not exist$/),
  });
});
