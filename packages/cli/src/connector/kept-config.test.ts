import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlMessage, JsonObject } from '@headwater/cdk/protocol';
import { expect, test } from 'vitest';
import { folderWith } from '../../test/run-in-process.ts';
import { ConfigFile } from '../project/config-file.ts';
import { DotEnv } from '../project/dot-env.ts';
import { Terminal } from '../terminal/terminal.ts';
import { KeptConfig } from './kept-config.ts';

function changed(config: JsonObject): ControlMessage {
  return { type: 'CONTROL', control: { type: 'CONNECTOR_CONFIG', emitted_at: 0, connectorConfig: { config } } };
}

/** A config with a token; what is in its file, and what was said. */
async function keptConfig({ isRecorded = false } = {}) {
  const folder = await folderWith({ 'config.json': { token: 0 } });
  const path = join(folder, 'config.json');
  let said = '';
  const write = (text: string): unknown => (said += text);
  const terminal = isRecorded ? undefined : new Terminal({ write }, { write }, { json: false });
  const file = new ConfigFile(path, { token: 0 }, { env: {}, dotEnv: await DotEnv.open(folder) });
  const inFile = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  return { config: new KeptConfig(file, terminal, () => {}), inFile, said: () => said };
}

test('P13: each new token is kept, in the order in which they came, and that is said once', async () => {
  const { config, inFile, said } = await keptConfig();
  for (let token = 1; token <= 5; token++) config.take(changed({ token }));
  expect(config.values).toEqual({ token: 5 });
  await config.whenKept();
  expect(await inFile()).toEqual({ token: 5 });
  expect(said().match(/The connector changed its config: .*config\.json has the new token\.\n/g)).toHaveLength(1);
});

test('a refresh token that the API refuses is named with the place it came from, once, and without its value', async () => {
  const folder = await folderWith({ '.env': 'OLD=t0\n' });
  const written = { client: { refresh_token: '${OLD}' }, refreshToken: '${NEW}', other: { refresh_token: 't2' } };
  const file = new ConfigFile(join(folder, 'config.json'), written, {
    env: { NEW: 't1' },
    dotEnv: await DotEnv.open(folder),
  });
  let said = '';
  const write = (text: string): unknown => (said += text);
  const config = new KeptConfig(file, new Terminal({ write }, { write }, { json: false }), () => {});
  await config.whenKept();
  expect(said).toBe('');
  const message = 'The API no longer accepts the refresh token: re-authenticate. POST /token answered 400';
  config.take({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message } });
  config.take({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message } });
  await config.whenKept();
  expect(said.replaceAll(/[^ ]*\/(?=\.env|config)/g, '')).toBe(
    'The refresh token came from OLD of .env, NEW of the environment, other.refresh_token of config.json.\n',
  );
});

test('with a recording the config stays as it is', async () => {
  const { config, inFile } = await keptConfig({ isRecorded: true });
  config.take(changed({ token: 1 }));
  await config.whenKept();
  expect([config.values, await inFile()]).toEqual([{ token: 0 }, { token: 0 }]);
});
