import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

describe('what the connector changed is kept', () => {
  test('in the file, in which all else stays as it is written', async () => {
    const file = await open(
      { 'config.json': '{"client":{"id":"${ID}","refresh_token":"old"},"size":5}', '.env': 'ID=shop\n' },
      {},
    );
    expect(await file.keep({ client: { id: 'shop', refresh_token: 'new' }, size: 5 })).toEqual([]);
    expect(JSON.parse(await readFile(file.path, 'utf8'))).toEqual({
      client: { id: '${ID}', refresh_token: 'new' },
      size: 5,
    });
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
  });

  test('and a value that came from the environment is named', async () => {
    const file = await open({ 'config.json': '{"client":{"refresh_token":"${TOKEN}"}}' }, { TOKEN: 'old' });
    expect(await file.keep({ client: { refresh_token: 'new' } })).toEqual(['client.refresh_token']);
    expect(JSON.parse(await readFile(file.path, 'utf8'))).toEqual({ client: { refresh_token: 'new' } });
  });
});
