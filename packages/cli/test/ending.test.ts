import { once } from 'node:events';
import { open, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { runCli, temporaryFolder } from './run-cli.ts';

/** A project whose connector ends by nothing but SIGKILL. It says what happens to it as warnings, and is connected while it lives. */
const STUBBORN = `
  const say = (message) => console.log(JSON.stringify(message));
  const warn = (message) => say({ type: 'LOG', log: { level: 'WARN', message } });
  const command = process.argv[2];
  if (command === 'discover') {
    const stream = { name: 'orders', json_schema: {}, supported_sync_modes: ['full_refresh'] };
    say({ type: 'CATALOG', catalog: { streams: [stream] } });
  } else if (command === 'spec') {
    say({ type: 'SPEC', spec: { connectionSpecification: { type: 'object' } } });
  } else {
    process.on('SIGTERM', () => warn('asked to end')).on('SIGINT', () => {});
    require('node:net').connect(Number(process.env.PORT), '127.0.0.1', () => warn('runs')).on('error', () => {});
    setInterval(() => {}, 1000);
  }`;

async function stubbornProject(): Promise<{ cwd: string; temporary: string; port: string; sockets: Socket[] }> {
  const cwd = await temporaryFolder();
  const temporary = await temporaryFolder();
  await writeFile(join(cwd, 'connector.cjs'), STUBBORN);
  await writeFile(join(cwd, 'package.json'), JSON.stringify({ name: 'source-stubborn', bin: './connector.cjs' }));
  await writeFile(join(cwd, 'config.json'), JSON.stringify({ token: 's3cret' }));
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.resume().on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { cwd, temporary, port: String((server.address() as AddressInfo).port), sockets };
}

/** Resolves when the process at the other end is gone. */
async function goneOf(socket: Socket | undefined): Promise<boolean> {
  if (socket?.closed === false) await once(socket, 'close');
  return socket?.closed === true;
}

test.each([
  ['Ctrl+C', 'SIGINT', 130],
  ['sign that the terminal was closed', 'SIGHUP', 129],
] as const)(
  'P4: a second %s ends a connector that does not obey the first, and leaves no file with its config',
  async (_, signal, code) => {
    const { cwd, temporary, port, sockets } = await stubbornProject();
    let signals = 0;
    const { exitCode } = await runCli(['read'], {
      cwd,
      env: { PORT: port, TMPDIR: temporary },
      onOutput(text, kill) {
        const wanted = text.includes('asked to end') ? 2 : Number(text.includes('runs'));
        for (; signals < wanted; signals++) kill(signal);
      },
    });
    expect([exitCode, signals]).toEqual([code, 2]);
    expect(await goneOf(sockets[0])).toBe(true);
    expect((await readdir(temporary)).filter((name) => name.startsWith('headwater-'))).toEqual([]);
  },
);

test('headwater test --timeout: a connector that does not end is killed, and the tests go on', async () => {
  const { cwd, port, sockets } = await stubbornProject();
  const { stdout, exitCode } = await runCli(['test', '--only', 'check', '--timeout', '1'], {
    cwd,
    env: { PORT: port },
  });
  expect(stdout).toContain('it did not come to its end in time');
  expect(exitCode).toBe(1);
  for (const socket of sockets) expect(await goneOf(socket)).toBe(true);
});

test.runIf(process.platform === 'linux')(
  'output that cannot be written is no success, and it is said why',
  async () => {
    const { cwd } = await stubbornProject();
    const full = await open('/dev/full', 'w');
    onTestFinished(() => full.close());
    const tool = join(import.meta.dirname, '../headwater.js');
    const child = spawn(process.execPath, [tool, 'discover'], { cwd, stdio: ['ignore', full.fd, 'pipe'] });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [exitCode] = await once(child, 'close');
    expect([stderr, exitCode]).toEqual(['The output cannot be written: the disk is full\n', 1]);
  },
);
