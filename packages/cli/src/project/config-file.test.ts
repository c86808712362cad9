import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/run-cli.ts';
import type { ConnectorProject } from './connector-project.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';

async function project(files: Readonly<Record<string, string>>): Promise<ConnectorProject> {
  const root = await temporaryFolder();
  await mkdir(join(root, 'secrets'));
  for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text);
  return {
    name: 'shop',
    version: '1.0.0',
    root,
    entry: '',
    specFile: '',
    schemasFolder: '',
    generatedFolder: '',
    fixturesFolder: '',
    privateFolder: '',
  };
}

async function open(files: Readonly<Record<string, string>>, env = {}, file?: string): Promise<ConfigFile> {
  const found = await project(files);
  return readConfigFile(found, file, { cwd: found.root, env });
}

describe('where values come from', () => {
  test('secrets/config.json before config.json', async () => {
    const { values } = await open({ 'config.json': '{"a":1}', 'secrets/config.json': '{"a":2}' });
    expect(values).toEqual({ a: 2 });
  });

  test('the environment before .env; also inside objects, lists and longer texts', async () => {
    const config = '{"auth":{"token":"${TOKEN}"},"hosts":["https://${HOST}/v1"],"size":5}';
    const { values } = await open(
      { 'config.json': config, '.env': 'TOKEN=from-file\nHOST="a.example"\n' },
      { TOKEN: 'x' },
    );
    expect(values).toEqual({ auth: { token: 'x' }, hosts: ['https://a.example/v1'], size: 5 });
  });

  test.each([
    ['[1]', 'must hold a JSON object'],
    ['{"a": 1\n"b"}', 'is not valid JSON: it breaks at line 2, column 1'],
    ['{"a": "${NOT_SET}"}', 'asks for ${NOT_SET}, which has no value'],
  ])('%s is refused', async (text, sentence) => {
    await expect(open({ 'config.json': text })).rejects.toThrow(sentence);
  });
});

describe('what the connector changed is kept where it came from', () => {
  const text = (file: ConfigFile, name: string): Promise<string> => readFile(join(dirname(file.path), name), 'utf8');

  test('a value of the file in the file, in which all else stays as it is written', async () => {
    const file = await open(
      { 'config.json': '{"client":{"id":"${ID}","refresh_token":"old"},"size":5}', '.env': 'ID=shop\n' },
      {},
    );
    expect(await file.keep({ client: { id: 'shop', refresh_token: 'new' }, size: 5 })).toEqual({
      settings: ['client.refresh_token'],
      names: [],
      outdated: [],
    });
    expect(JSON.parse(await text(file, 'config.json'))).toEqual({
      client: { id: '${ID}', refresh_token: 'new' },
      size: 5,
    });
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
    expect(await text(file, '.env')).toBe('ID=shop\n');
  });

  test('a value of .env in .env: the config file, which is committed, stays what it is', async () => {
    const config = '{ "token": "${TOKEN}", "header": "Bearer ${HOST}:${KEY}" }';
    const file = await open({ 'config.json': config, '.env': 'HOST=shop\nTOKEN=old\nKEY=k1\n' });
    expect(await file.keep({ token: 'new', header: 'Bearer shop:k2' })).toEqual({
      settings: [],
      names: ['TOKEN', 'KEY'],
      outdated: [],
    });
    // Again, from what it is now.
    await file.keep({ token: 'newer', header: 'Bearer hall:k2' });
    expect(await text(file, '.env')).toBe('HOST=hall\nTOKEN=newer\nKEY=k2\n');
    expect(await text(file, 'config.json')).toBe(config);
    expect(file.values).toEqual({ token: 'newer', header: 'Bearer hall:k2' });
  });

  test.each<[string, (values: string[]) => unknown[], unknown[], string, string[]]>([
    ['a new item', (list) => [...list, 'new'], ['${SECRET}', 'a', 'new'], 's3cret', ['list.2']],
    ['an item that goes', ([secret]) => [secret], ['${SECRET}'], 's3cret', ['list']],
    ['items in another order', (list) => list.toReversed(), ['a', '${SECRET}'], 's3cret', ['list']],
    ['another item', ([secret]) => [secret, 'b'], ['${SECRET}', 'b'], 's3cret', ['list.1']],
    ['a new secret', ([, a]) => ['rotated', a], ['${SECRET}', 'a'], 'rotated', []],
  ])('no value of a name gets into a list of the file: %s', async (_, change, written, secret, settings) => {
    const file = await open({ 'config.json': '{"list":["${SECRET}","a"]}', '.env': 'SECRET=s3cret\n' });
    const kept = await file.keep({ list: change(file.values['list'] as string[]) as string[] });
    expect(JSON.parse(await text(file, 'config.json'))).toEqual({ list: written });
    expect(await text(file, '.env')).toBe(`SECRET=${secret}\n`);
    expect(kept?.settings).toEqual(settings);
  });

  test('a value of .env that is in another setting now stays a name: the connector gave its config a new form', async () => {
    const file = await open({
      'config.json': '{"token":"${TOKEN}","size":"${SIZE}"}',
      '.env': 'TOKEN=s3cret\nSIZE=5\n',
    });
    expect(await file.keep({ credentials: { token: 's3cret' }, size: '5', pages: ['5'] })).toMatchObject({ names: [] });
    expect(JSON.parse(await text(file, 'config.json'))).toEqual({
      credentials: { token: '${TOKEN}' },
      size: '${SIZE}',
      pages: ['5'],
    });
    await file.keep({ credentials: { token: 'n3xt-one' }, size: '5', pages: ['5'] });
    expect(JSON.parse(await text(file, 'config.json')).credentials).toEqual({ token: '${TOKEN}' });
    expect(await text(file, '.env')).toBe('TOKEN=n3xt-one\nSIZE=5\n');
  });

  test('what somebody edits while the connector runs stays', async () => {
    const file = await open({ 'config.json': '{"token":"${TOKEN}","id":"a","size":5}', '.env': 'TOKEN=s3cret\n' });
    await writeFile(file.path, '{"token":"${TOKEN}","id":"a","size":6,"region":"${NEW}"}');
    await file.keep({ token: 'n3xt-one', id: 'b', size: 5 });
    expect(JSON.parse(await text(file, 'config.json'))).toEqual({
      token: '${TOKEN}',
      id: 'b',
      size: 6,
      region: '${NEW}',
    });
    expect(await text(file, '.env')).toBe('TOKEN=n3xt-one\n');
    await writeFile(file.path, '{"half');
    await file.keep({ token: 'n3xt-one', id: 'c', size: 5 });
    expect(JSON.parse(await text(file, 'config.json'))).toMatchObject({ token: '${TOKEN}', id: 'c', size: 6 });
  });

  test('an integer beyond 2^53 stays as it is', async () => {
    const file = await open({ 'config.json': '{"account":9007199254740993,"token":"old"}' });
    await file.keep({ account: 9007199254740993n, token: 'new' });
    expect(await text(file, 'config.json')).toBe('{\n  "account": 9007199254740993,\n  "token": "new"\n}\n');
  });

  test('tokens that come at once: the last is the one that is kept', async () => {
    const file = await open({ 'config.json': '{"token":"${TOKEN}"}', '.env': 'TOKEN=t0\n' });
    await Promise.all(['t1', 't2', 't3'].map((token) => file.keep({ token })));
    expect(await text(file, '.env')).toBe('TOKEN=t3\n');
  });

  test('a value of the environment in .env, and its name is told', async () => {
    const file = await open({ 'config.json': '{"client":{"refresh_token":"${TOKEN}"}}' }, { TOKEN: 'old' });
    expect(await file.keep({ client: { refresh_token: 'new' } })).toEqual({
      settings: [],
      names: ['TOKEN'],
      outdated: ['TOKEN'],
    });
    expect(await text(file, '.env')).toBe('TOKEN=new\n');
    expect((await stat(join(dirname(file.path), '.env'))).mode & 0o777).toBe(0o600);
  });

  test('nothing where it is worth nothing; the next run has it all the same', async () => {
    const file = await open({ 'config.json': '{"token":"${TOKEN}"}' }, { TOKEN: 'old', HEADWATER_KEEP_CONFIG: 'no' });
    expect(await file.keep({ token: 'new' })).toBeUndefined();
    expect(await readdir(dirname(file.path))).toEqual(['config.json', 'secrets']);
    expect(file.values).toEqual({ token: 'new' });
  });
});
