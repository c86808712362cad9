import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AirbyteMessage } from '@headwater/cdk/protocol';
import { configuredCatalog } from '@headwater/cdk/testing';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { DiffArguments } from '../src/commands/diff.ts';
import { startConnector } from '../src/connector/start-connector.ts';
import { runDiff } from '../src/diff/run-diff.ts';
import { toFixture } from '../src/recording/fixture-file.ts';
import { startRecording } from '../src/recording/start-recording.ts';
import { runCli } from './run-cli.ts';
import { folderWith, type InProcessRun, runInProcess } from './run-in-process.ts';
import type { Difference } from './versions/shop-versions.ts';

const starter = (differences: readonly Difference[]): string =>
  `import { enableCompileCache } from 'node:module';
enableCompileCache();
const { launchShop } = await import(${JSON.stringify(join(import.meta.dirname, 'versions/shop-versions.ts'))});
launchShop(${JSON.stringify(differences)});
`;

let api: ExampleApi;
let config: { readonly api_url: string; readonly api_token: string };

beforeEach(async () => {
  api = await startExampleApi({ size: 100 });
  onTestFinished(() => api.close());
  config = { api_url: `${api.url}/v1`, api_token: api.token };
});

/** A version of the connector. */
function version(differences: readonly Difference[], files: Readonly<Record<string, object>> = {}): Promise<string> {
  const manifest = { name: 'source-shop', version: '1.0.0', type: 'module', bin: './source-shop.js' };
  return folderWith({ 'package.json': manifest, 'source-shop.js': starter(differences), ...files });
}

/** What the first version asks for orders, once from the beginning and once from the state it ends with, as files of a recording. */
async function recordOrders(): Promise<Record<string, object>> {
  const recording = await startRecording({ env: {} });
  onTestFinished(() => recording.close());
  const entry = join(await version([]), 'source-shop.js');
  let state: object | undefined;
  for (let run = 1; run <= 2; run++) {
    await startConnector(
      { entry },
      {
        command: 'read',
        config,
        catalog: configuredCatalog({ orders: 'incremental' }),
        state: state && [state],
        env: { ...process.env, ...recording.env },
        onLine(line) {
          const message = JSON.parse(line) as AirbyteMessage;
          if (message.type === 'STATE') state = message.state;
        },
      },
    );
  }
  const files = recording.exchanges.map((exchange, index) => [
    `fixtures/orders/00${index}-get.json`,
    toFixture(exchange),
  ]);
  return Object.fromEntries(files) as Record<string, object>;
}

/** Compares the first version with one that differs from it. */
async function compare(
  differences: readonly Difference[],
  { files = {}, ...args }: Partial<DiffArguments> & { readonly files?: Readonly<Record<string, object>> } = {},
): Promise<InProcessRun> {
  const cwd = await version(differences, { 'config.json': config, ...files });
  const given = { old: await version([]), new: '.', stream: ['orders'], config: undefined, replay: undefined, ...args };
  return runInProcess((context) => runDiff(given, context), { cwd, json: true });
}

const named = (changes: readonly { kind: string; stream: string | null; path: string | null }[]): string[] =>
  changes.map(({ kind, stream, path }) => [kind, stream, path].filter((part) => part !== null).join(' '));

test('on the live API, from the beginning and from the middle of what the old version read: what the new one skips is missed', async () => {
  const { json, exitCode } = await compare(['another-page-size', 'state-taken-for-the-end']);
  expect([exitCode, json.recording, json.notCompared]).toEqual([1, null, []]);
  expect(named(json.breaking)).toContain('state-lost orders');
  expect(json.breaking[0].message).toMatch(/^from the old state updated_at \S+: [1-9]\d records are not read$/);
  expect(json.harmless.map(({ message }: { message: string }) => message)).toEqual([
    `"limit" 40 → 50 of GET ${api.url}/v1/orders`,
    expect.stringMatching(/^from the old state updated_at \S+: "updated_since" \S+ → 2090-01-01 of GET /),
    expect.stringMatching(/^from the old state updated_at \S+: "updated_since" \S+ → 2090-01-01 of GET /),
  ]);
  expect(json.streams).toMatchObject([{ old: { requests: 3, states: 3 }, new: { requests: 2, states: 2 } }]);
});

describe('on a recording, nothing is asked of the API', () => {
  let files: Readonly<Record<string, object>>;

  beforeEach(async () => {
    files = await recordOrders();
    await api.close();
  });

  test('all that breaks a connection is named', async () => {
    const differences: Difference[] = [
      'no-orders-of-spring',
      'no-products',
      'region-required',
      'shown-token',
      'state-not-understood',
      'total-as-text',
    ];
    const region = { ...config, region: 'eu' };
    const { json, exitCode } = await compare(differences, { files: { ...files, 'config.json': region }, stream: [] });
    expect(named(json.breaking)).toEqual([
      'secret-shown api_token',
      'setting-required region',
      'stream-removed products',
      'field-retyped orders total',
      'records-gone orders',
      'state-lost orders',
    ]);
    expect(json.breaking.at(-1).message).toMatch(
      /^from the old state updated_at \S+: all is read again: \d+ instead of 2 /,
    );
    expect([json.notCompared, exitCode]).toEqual([[], 1]);
  });

  test('what was not recorded could not be compared: exit code 1', async () => {
    const { json, exitCode } = await compare(['another-page-size'], { files });
    expect(json).toMatchObject({ breaking: [], harmless: [], notCompared: [{ stream: 'orders' }] });
    expect(json.notCompared[0].message).toMatch(
      /^the new version: No recording for GET .*"limit": recorded 40, asked 50$/,
    );
    expect(exitCode).toBe(1);
  });
});

test('a config that the new version refuses: streams are not compared, and that is said', async () => {
  const { json, exitCode } = await compare(['region-required']);
  expect(named(json.breaking)).toEqual(['setting-required region', 'stream-fails']);
  expect(json.breaking.at(-1).message).toMatch(/^the new version fails: discover failed: .*"region" is required/);
  expect([named(json.notCompared), json.streams, exitCode]).toEqual([['not-compared'], [], 1]);
});

describe('git:REV', () => {
  const git = async (cwd: string, ...args: string[]): Promise<string> => {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    return (await promisify(execFile)('git', [...identity, ...args], { cwd })).stdout;
  };

  test('is that revision of the project: it differs in nothing, exit code 0; the repository and the temporary folder stay as they were', async () => {
    const TMPDIR = await folderWith({});
    const repository = await folderWith({});
    await git(repository, 'init', '--quiet');
    const shop = join(repository, 'shop');
    await promisify(execFile)('cp', ['-r', await version([]), shop]);
    await git(repository, 'add', '.');
    await git(repository, 'commit', '--quiet', '--message', 'one');
    await promisify(execFile)('cp', ['-r', `${await version([], { 'config.json': config })}/.`, shop]);
    const status = await git(repository, 'status', '--porcelain');
    const { json, stderr, exitCode } = await runCli(['diff', 'git:HEAD', '--stream', 'products', '--json'], {
      cwd: shop,
      env: { TMPDIR },
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(json()).toMatchObject({
      command: 'diff',
      ok: true,
      old: { name: 'git:HEAD', version: '1.0.0' },
      new: { name: '.' },
      recording: null,
      breaking: [],
      notCompared: [],
      harmless: [],
      streams: [
        {
          stream: 'products',
          old: { records: 100, states: 1, requests: 1 },
          records: { added: 0, gone: 0, changed: 0 },
        },
      ],
    });
    expect(await git(repository, 'status', '--porcelain')).toBe(status);
    expect(await git(repository, 'worktree', 'list')).toMatch(/^.*\n$/);
    expect((await readdir(TMPDIR)).filter((name) => name.startsWith('headwater'))).toEqual([]);
  });

  test('one that is none, or in no repository, is wrong usage', async () => {
    const cwd = await version([]);
    const outside = await runCli(['diff', 'git:main'], { cwd });
    expect([outside.stderr, outside.exitCode]).toEqual([expect.stringContaining('not a git repository'), 2]);
    await git(cwd, 'init', '--quiet');
    const nowhere = await runCli(['diff', 'git:nowhere'], { cwd });
    expect([nowhere.stderr, nowhere.exitCode]).toEqual([`No revision "nowhere" in ${cwd}\n`, 2]);
  });
});
