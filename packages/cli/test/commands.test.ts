import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exampleProject, runCli, temporaryFolder } from './run-cli.ts';

let api: ExampleApi;
let cwd: string;

beforeEach(async () => {
  api = await startExampleApi({ size: 120 });
  cwd = await exampleProject({
    'config.json': { api_url: `${api.url}/v1`, api_token: '${SHOP_TOKEN}' },
    '.env': `SHOP_TOKEN=${api.token}\n`,
  });
});

afterEach(() => api.close());

const state = async (): Promise<any> => JSON.parse(await readFile(join(cwd, '.headwater/state.json'), 'utf8'));

describe('what a connector is, for a person', () => {
  test('spec: its settings, secrets marked', async () => {
    const { stdout, stderr, exitCode } = await runCli(['spec'], { cwd });
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(stdout).toMatch(/^ +setting +type +needed +what it is\n/);
    expect(stdout).toMatch(/\n +api_token +string, secret +yes +/);
  });

  test('check: with the token from .env', async () => {
    const { stdout, exitCode } = await runCli(['check'], { cwd });
    expect(stdout).toMatch(/^SUCCEEDED \(\d/);
    expect(exitCode).toBe(0);
  });

  test('check: the environment wins over .env; what fails exits with 1 and is said in the words of the connector', async () => {
    const { json, exitCode } = await runCli(['check', '--json'], { cwd, env: { SHOP_TOKEN: 'wrong' } });
    expect(json()).toMatchObject({ command: 'check', ok: false, status: 'FAILED' });
    expect(json().message).toContain('401');
    expect(exitCode).toBe(1);
  });

  test('discover: its streams, keys and cursors', async () => {
    const { stdout } = await runCli(['discover'], { cwd });
    expect(stdout).toMatch(/\n +orders +id +updated_at +10 +yes\n/);
  });

  test('--json is one document, and nothing else is on stdout', async () => {
    for (const command of ['spec', 'discover']) {
      const { json, stderr } = await runCli([command, '--json'], { cwd });
      expect(json()).toMatchObject({ command, ok: true });
      expect(stderr).toBe('');
    }
  });
});

describe('read', () => {
  test('shows a row a stream and keeps the state, from which the next read goes on', async () => {
    const first = await runCli(['read'], { cwd });
    expect(first.stderr).toBe('');
    expect(first.stdout).toMatch(/\n +customers +120 +2 +2 +[\d.]+ kB +[\d.]+ m?s +– +done\n/);
    expect(first.stdout).toMatch(/records in .* The state is in \.headwater\/state\.json\.\n$/);
    expect((await stat(join(cwd, '.headwater/state.json'))).mode & 0o777).toBe(0o600);
    const kept = (await state()).find(({ stream }: any) => stream.stream_descriptor.name === 'orders').stream
      .stream_state;
    const second = await runCli(['read', '--stream', 'orders', '--json'], { cwd });
    expect(second.json().streams).toMatchObject([
      { name: 'orders', status: 'COMPLETE', stateBefore: kept, requests: 1 },
    ]);
    expect(second.json().streams[0].records).toBeLessThan(5);
  });

  test('--limit ends each stream, --records shows what came, and no state is kept', async () => {
    const { json, exitCode } = await runCli(['read', '--limit', '3', '--records', '--json'], { cwd });
    expect(exitCode).toBe(0);
    expect(
      json().streams.map(({ name, records, isLimited, sample }: any) => [name, records, isLimited, sample.length]),
    ).toEqual(['customers', 'products', 'orders', 'order_events', 'exports'].map((name) => [name, 3, true, 3]));
    await expect(state()).rejects.toThrow('ENOENT');
  });

  test('--full-refresh reads everything again, and leaves the state alone', async () => {
    await runCli(['read', '--stream', 'orders'], { cwd });
    const before = await state();
    const { json } = await runCli(['read', '--stream', 'orders', '--full-refresh', '--json'], { cwd });
    expect(json()).toMatchObject({ stateFile: null, streams: [{ records: 120 }] });
    expect(await state()).toEqual(before);
  });

  test('P8: a stream that fails is named with its reason, the others are read, and the exit code is 1', async () => {
    api.faults.add({ path: '/v1/orders', fault: { kind: 'status', status: 404 } });
    const { stdout, exitCode } = await runCli(['read', '--stream', 'orders', '--stream', 'products'], { cwd });
    expect(stdout).toMatch(/\n +orders +incomplete +0 /);
    expect(stdout).toMatch(/\norders failed \(system_error\): .*404/);
    expect(stdout).toMatch(/ products +120 /);
    expect(exitCode).toBe(1);
  });

  test('a read that fails says what is kept: nothing the first time, then the state of the read before', async () => {
    const wrong = { cwd, env: { SHOP_TOKEN: 'wrong' } };
    const first = await runCli(['read', '--stream', 'orders'], wrong);
    expect(first.stdout).toMatch(/\n0 records in [\d.]+ m?s\.\n$/);
    await runCli(['read', '--stream', 'orders'], { cwd });
    const { stream } = (await state())[0];
    const third = await runCli(['read', '--stream', 'orders', '--json'], wrong);
    expect(third.json()).toMatchObject({
      stateFile: join(cwd, '.headwater/state.json'),
      streams: [{ records: 0, stateAfter: stream.stream_state }],
    });
    expect((await state())[0].stream).toEqual(stream);
  });

  test('P4: SIGINT ends the connector in order; the state of what came is kept', async () => {
    await api.close();
    api = await startExampleApi({ size: 20_000, latencyMs: 20 });
    await writeFile(join(cwd, 'config.json'), JSON.stringify({ api_url: `${api.url}/v1`, api_token: api.token }));
    const { exitCode, stdout } = await runCli(['read', '--stream', 'orders', '--verbose'], {
      cwd,
      onOutput: (text, kill) => {
        if (text.includes('Reading stream "orders"')) setTimeout(kill, 500, 'SIGINT');
      },
    });
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/\n +orders +incomplete +[1-9][\d,]* .* updated_at 20.*\n\nStopped before the end\.\n/);
    expect((await state())[0].stream.stream_state.updated_at).toMatch(/^20/);
  });

  test('--watch: reads again when a file of the project changes, until it is stopped', async () => {
    const reads = (text: string): number => text.split(/records in .* The state is in/).length - 1;
    let hasChanged = false;
    const { stdout, exitCode } = await runCli(['read', '--watch', '--stream', 'products'], {
      cwd,
      onOutput: (text, kill) => {
        if (reads(text) === 1 && !hasChanged) void writeFile(join(cwd, 'notes.md'), '').then(() => (hasChanged = true));
        if (reads(text) === 2) kill('SIGINT');
      },
    });
    expect(stdout).toContain('\nnotes.md changed.\n');
    expect([reads(stdout), exitCode]).toEqual([2, 130]);
  });

  test('a secret is in nothing that is shown', async () => {
    const runs = [
      await runCli(['read', '--verbose', '--stream', 'orders'], { cwd }),
      await runCli(['check', '--json'], { cwd }),
    ];
    for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toContain(api.token);
  });
});

describe('state', () => {
  beforeEach(() => runCli(['read', '--stream', 'orders', '--stream', 'products'], { cwd }).then(() => undefined));

  test('show lists it', async () => {
    const { stdout } = await runCli(['state', 'show'], { cwd });
    expect(stdout).toMatch(/^ +stream +state\n(?: +(?:orders +updated_at 20|products +done).*\n){2}$/);
  });

  test('rewind: the next read asks again from there', async () => {
    await runCli(['state', 'rewind', '--stream', 'orders', '--to', '2024-01-01T00:00:00Z'], { cwd });
    const { json } = await runCli(['read', '--stream', 'orders', '--json'], { cwd });
    expect(json().streams).toMatchObject([{ records: 120, stateBefore: { updated_at: '2024-01-01T00:00:00Z' } }]);
  });

  test('reset forgets one stream, or all', async () => {
    const one = await runCli(['state', 'reset', '--stream', 'orders', '--json'], { cwd });
    expect(one.json()).toMatchObject({ changed: ['orders'] });
    expect(await state()).toHaveLength(1);
    await runCli(['state', 'reset'], { cwd });
    await expect(state()).rejects.toThrow('ENOENT');
  });
});

test('state migrate: a state as Airbyte shows it is where the next read goes on', async () => {
  const shown = { streamDescriptor: { name: 'order' }, streamState: { updated_at: '2024-03-01T00:00:00Z' } };
  await writeFile(join(cwd, 'shown.json'), JSON.stringify([shown]));
  const { stdout } = await runCli(['state', 'migrate', '--from', 'shown.json', '--rename', 'order=orders'], { cwd });
  expect(stdout).toMatch(/^\.headwater\/state\.json: changed orders\.\n/);
  const { json } = await runCli(['read', '--stream', 'orders', '--json'], { cwd });
  expect(json().streams).toMatchObject([{ stateBefore: shown.streamState, status: 'COMPLETE' }]);
  expect(json().streams[0].records).toBeLessThan(120);
});

test('state reset throws away what cannot be read', async () => {
  await runCli(['read', '--stream', 'products'], { cwd });
  await writeFile(join(cwd, '.headwater/state.json'), '[{"type":');
  const broken = await runCli(['read'], { cwd });
  expect([broken.stderr, broken.exitCode]).toEqual([expect.stringContaining('is not valid JSON'), 2]);
  const { stdout } = await runCli(['state', 'reset'], { cwd });
  expect(stdout).toBe('.headwater/state.json has no state: the next read starts from the beginning.\n');
});

describe('wrong usage: exit code 2, and a sentence that says what to do', () => {
  test.each([
    [['raed'], 'Did you mean read?'],
    [['read', '--limit', '0'], '--limit must be a whole number from 1 on'],
    [['read', '--config', 'a', '--config', 'b'], '--config can be given only once'],
    [['read', '--config', 'nowhere.json'], 'No config: looked for nowhere.json.'],
    [['read', '--stream', 'order'], 'No stream "order". Streams: customers, products, orders, order_events, exports'],
    [['state', 'rewind', '--stream', 'orders'], 'has no state of orders'],
    [['state', 'migrate'], 'migrate needs --from FILE, --rename old=new, or both'],
    [['state', 'migrate', '--from', 'nowhere.json'], 'State file nowhere.json does not exist, or holds no state'],
    [['state', 'migrate', '--rename', 'orders'], '--rename must be old=new, got orders'],
  ])('%j', async (args, sentence) => {
    const { stdout, stderr, exitCode } = await runCli(args, { cwd });
    expect(stderr).toContain(sentence);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });

  test('a folder of no connector', async () => {
    const { stderr, exitCode } = await runCli(['check'], { cwd: await temporaryFolder() });
    expect(stderr).toMatch(/^\S+ is in no connector project: .*"headwater new <name>" makes one\.\n$/);
    expect(exitCode).toBe(2);
  });

  test.each([['--stream='], ['--stream']])('read %s: an unset variable is not every stream', async (option) => {
    const { stderr, exitCode } = await runCli(['read', option], { cwd });
    expect(stderr).toMatch(/stream.*\nRun "headwater --help" for the commands and their options\.\n$/);
    expect(exitCode).toBe(2);
  });

  test('--json=true is --json', async () => {
    const { json, exitCode } = await runCli(['state', 'show', '--to', '5', '--json=true'], { cwd });
    expect(json()).toEqual({
      command: 'state',
      ok: false,
      error: { message: '--to belongs to rewind, not to show', exitCode: 2 },
    });
    expect(exitCode).toBe(2);
  });

  test('a variable without a value', async () => {
    await writeFile(join(cwd, '.env'), '');
    const { json, exitCode } = await runCli(['check', '--json'], { cwd });
    expect(json()).toEqual({
      command: 'check',
      ok: false,
      error: {
        message: `Config file ${join(cwd, 'config.json')} asks for \${SHOP_TOKEN}, which has no value: set it in the environment or in .env.`,
        exitCode: 2,
      },
    });
    expect(exitCode).toBe(2);
  });
});
