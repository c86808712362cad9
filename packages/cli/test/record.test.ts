import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { useServer } from '../../cdk/test/servers.ts';
import { exampleProject, runCli, temporaryFolder } from './run-cli.ts';

const KEY = 'k3y-of-the-l1ve-api';

/** The texts of all files below a folder, by path. */
async function filesIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.toSorted().map((path) => readFile(path, 'utf8')));
  return new Map(paths.toSorted().map((path, index) => [path.slice(folder.length + 1), texts[index] ?? '']));
}

/** A project whose connector is a few lines of plain Node, and its API: answers by path. */
async function tinyProject(
  answers: Readonly<Record<string, object | Buffer>>,
): Promise<{ cwd: string; seen: object[] }> {
  const server = await useServer((request, response) => {
    const answer = answers[request.url ?? ''] ?? { error: 'unknown' };
    const isBytes = Buffer.isBuffer(answer);
    response.setHeader('content-type', isBytes ? 'application/octet-stream' : 'application/json');
    response.setHeader('x-request-id', Math.random().toString(36));
    response.end(isBytes ? answer : JSON.stringify(answer));
  });
  const cwd = await temporaryFolder();
  await copyFile(join(import.meta.dirname, 'tiny-source.js'), join(cwd, 'tiny-source.mjs'));
  await writeFile(join(cwd, 'package.json'), JSON.stringify({ name: 'source-tiny', bin: './tiny-source.mjs' }));
  await writeFile(join(cwd, 'config.json'), JSON.stringify({ api_url: server.url, api_key: KEY }));
  return { cwd, seen: server.seen };
}

test('the commands of the guide do what it says', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../../docs/guides/record-and-replay.md'), 'utf8');
  const commands = [...guide.matchAll(/^headwater ([^#\n]*)/gm)].map(([, args = '']) => args.trim().split(' '));
  expect(commands).toEqual([['record'], ['check', '--replay'], ['read', '--replay'], ['mock', '--port', '4010']]);
  const [record = [], check = [], read = [], [mock = ''] = []] = commands;

  const api = await startExampleApi({ size: 50 });
  onTestFinished(() => api.close());
  const config = { api_url: `${api.url}/v1`, api_token: '${SHOP_TOKEN}', page_size: 10 };
  const cwd = await exampleProject({ 'config.json': config });
  const only = ['--stream', 'orders', '--json'];
  const recorded = await runCli([...record, ...only], { cwd, env: { SHOP_TOKEN: api.token } });
  expect([recorded.stderr, recorded.exitCode]).toEqual(['', 0]);
  expect(recorded.json()).toMatchObject({
    command: 'record',
    ok: true,
    folder: 'fixtures',
    // Five pages, and one more from the state that they end with.
    streams: [{ name: 'orders', requests: 6, records: 50, keptRequests: 4, keptRecords: 15 }],
  });
  const files = await filesIn(join(cwd, 'fixtures'));
  expect([...files.keys()]).toEqual([
    '_check/001-get-v1-customers.json',
    'config.json',
    ...[1, 2, 3, 4].map((number) => `orders/00${number}-get-v1-orders.json`),
    'recording.json',
  ]);
  const text = [...files.values()].join();
  expect(text).not.toContain(api.token);
  expect(text).not.toMatch(/@shop\.example|Nguyễn/);
  const fake = { ...config, api_token: 'xxxxxxx-xxxxx' };
  expect(JSON.parse(files.get('config.json') ?? '')).toEqual(fake);
  await api.close();

  expect((await runCli(check, { cwd })).stdout).toMatch(/^SUCCEEDED/);
  const replayed = await runCli([...read, ...only], { cwd });
  expect([replayed.stderr, replayed.exitCode]).toEqual(['', 0]);
  expect(replayed.json()).toMatchObject({ stateFile: null, streams: [{ name: 'orders', records: 15, pages: 3 }] });

  let isAsked = false;
  const served = await runCli([mock, '--verbose'], {
    cwd,
    onOutput(output, kill) {
      const url = /api_url: (\S+)/.exec(output)?.[1];
      if (url === undefined || isAsked) return;
      isAsked = true;
      void fetch(`${url}/orders?limit=10&sort=asc&updated_since=2024-01-01`).then(() => kill('SIGINT'));
    },
  });
  expect(served.stdout).toMatch(
    /^source-shop: the recording in fixtures is served on (http:\S+)\nIn the config:\n {2}api_url: \1\/v1\nCtrl\+C ends it\.\nGET \1\/v1\/orders\?/,
  );
  expect([served.stderr, served.exitCode]).toEqual(['', 130]);
}, 60_000);

describe('any connector', () => {
  const person = (id: number): object => ({
    id,
    email: `jane.doe+${id}@acme.example`,
    login: `jdoe${id}`,
    plan: 'pro',
  });

  test('the same person is the same everywhere: in paths, in texts, in other fields, and in the next recording', async () => {
    const { cwd } = await tinyProject({
      '/people': { people: [person(1), person(2)], next: '/people/jdoe1/friends' },
      '/people/jdoe1/friends': {
        people: [{ id: 3, note: 'Ask jane.doe+2@acme.example', invited: 'jdoe2' }],
        next: '/people?mail=jane.doe%2B2%40acme.example',
      },
      '/people?mail=jane.doe%2B2%40acme.example': { people: [person(2)] },
    });
    const { exitCode, stderr } = await runCli(['record'], { cwd });
    expect([stderr, exitCode]).toEqual(['', 0]);
    const read = await runCli(['read', '--replay', '--records', '9', '--json'], { cwd });
    const [first, second, third, fourth] = read.json().streams[0].sample;
    expect(first.email).toMatch(/^[a-z]{4}\.[a-z]{3}\+[1-9]@[a-z.]{7}\.test$/);
    expect(first.login).toMatch(/^[a-z]{4}[1-9]$/);
    expect([first.plan, second.id]).toEqual(['pro', 2]);
    expect(third).toEqual({ id: 3, note: `Ask ${second.email}`, invited: second.login });
    expect(fourth).toEqual(second);
    const files = await filesIn(join(cwd, 'fixtures'));
    expect([...files.values()].join()).not.toMatch(/jdoe|acme|jane/);

    expect((await runCli(['record'], { cwd })).exitCode).toBe(0);
    expect(await filesIn(join(cwd, 'fixtures'))).toEqual(files);
  });

  test('fields that an author names are replaced, too, or kept', async () => {
    const { cwd } = await tinyProject({ '/people': { people: [{ id: 1, login: 'bot', plan: 'gold' }] } });
    await mkdir(join(cwd, 'fixtures'));
    await writeFile(join(cwd, 'fixtures/scrub.json'), '{ "keep": ["people.login"], "personal": ["plan"] }');
    await runCli(['record'], { cwd });
    const fixture = JSON.parse(await readFile(join(cwd, 'fixtures/people/001-get-people.json'), 'utf8'));
    expect(fixture.response.json.people).toEqual([{ id: 1, login: 'bot', plan: expect.not.stringMatching('gold') }]);
    expect(fixture.request.headers).toEqual({ 'x-api-key': '****' });
    expect(fixture.response.headers).toEqual({ 'content-type': 'application/json' });
  });

  test('a secret in a packed file, which nobody can scrub, fails the write: nothing is written', async () => {
    const file = gzipSync(`id,key\n1,${KEY}\n`);
    const { cwd } = await tinyProject({ '/people': { people: [{ id: 1 }], also: '/file' }, '/file': file });
    const { stderr, exitCode } = await runCli(['record'], { cwd });
    expect(stderr).toMatch(/^A secret .* is still in http:\/\/localhost:\d+\/file\. Nothing was written\. /);
    expect(stderr).not.toContain(KEY);
    expect([exitCode, [...(await filesIn(join(cwd, 'fixtures'))).keys()]]).toEqual([1, []]);
  });

  test('a key that is rotated meanwhile is kept in the config, and neither is in the recording', async () => {
    const { cwd } = await tinyProject({ '/people': { people: [{ id: 1 }], rotated: 'an0ther-l1ve-key' } });
    const { stderr, exitCode } = await runCli(['record'], { cwd });
    expect(stderr).toBe('The connector changed its config: config.json has the new api_key.\n');
    expect(exitCode).toBe(0);
    expect(await readFile(join(cwd, 'config.json'), 'utf8')).toContain('an0ther-l1ve-key');
    const text = [...(await filesIn(join(cwd, 'fixtures'))).values()].join();
    expect(text).not.toMatch(/k3y-of-the-l1ve-api|an0ther-l1ve-key/);
    // Of a replay nothing is kept.
    expect((await runCli(['read', '--replay'], { cwd })).stderr).toBe('');
  });

  test('a list that does not end is given up', async () => {
    const { cwd, seen } = await tinyProject({ '/people': { people: [{ id: 1 }], next: '/people' } });
    const { stderr, exitCode } = await runCli(['record', '--max-requests', '20'], { cwd });
    expect(stderr).toMatch(/^people is not at its end after 20 requests\. .* Nothing was written\.\n$/);
    expect([exitCode, seen.length < 100]).toEqual([1, true]);
  });

  test('a connector that goes its own way is not recorded, and that is said', async () => {
    const { cwd } = await tinyProject({ '/people': { people: [{ id: 1 }] } });
    const file = join(cwd, 'tiny-source.mjs');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace('new URL(env.http_proxy)', 'new URL(url)').replace('path: url', 'path: new URL(url).pathname'),
    );
    const { stderr, exitCode } = await runCli(['record'], { cwd });
    expect(stderr).toMatch(/^The connector sent no request through the recorder\. /);
    expect(exitCode).toBe(1);
  });

  test('what cannot be read is said in the words of the connector', async () => {
    const { cwd } = await tinyProject({ '/people': { people: [], next: '/gone' } });
    const { stderr, exitCode } = await runCli(['record'], { cwd });
    expect(stderr).toMatch(/^people cannot be read: .*is not iterable.*Nothing was written/);
    expect(exitCode).toBe(1);
  });

  test('a request that was not recorded is named after the run, with the exit code 1', async () => {
    const { cwd } = await tinyProject({ '/people': { people: [{ id: 1 }] } });
    await runCli(['record'], { cwd });
    const path = join(cwd, 'fixtures/people/001-get-people.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"people": \[/, '"next": "/people?page=2", $&'));
    const { stderr, exitCode } = await runCli(['read', '--replay'], { cwd });
    expect(stderr).toMatch(
      /^No recording for GET http:\/\/localhost:\d+\/people\?page=2: the nearest differs in "page", which no recorded one has\. Run "headwater record" to record it\.\n$/,
    );
    expect(exitCode).toBe(1);
  });
});

test.each([
  [['read', '--replay'], /^No recording in .*\/fixtures\. "headwater record" makes one\.\n$/],
  [['read', '--replay', 'elsewhere'], /^No recording in .*\/elsewhere\. /],
  [['record', '--pages', '1'], /^--pages must be a whole number from 2 on\n/],
  [['record', '--replay'], /^Unknown argument: replay\n/],
])('wrong usage: %j', async (args, message) => {
  const { cwd } = await tinyProject({});
  const { stderr, exitCode } = await runCli(args, { cwd });
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(2);
});
