import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli, temporaryFolder } from './run-cli.ts';

/** A connector that renews its token in every command, and whose API, a file, takes only the newest. */
const ROTATING = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const say = (message) => console.log(JSON.stringify(message));
  const [, , command, , file] = process.argv;
  const stream = { name: 'orders', json_schema: { type: 'object' }, supported_sync_modes: ['full_refresh'] };
  if (command === 'spec') {
    const properties = { refresh: { type: 'string', airbyte_secret: true } };
    say({ type: 'SPEC', spec: { connectionSpecification: { type: 'object', properties } } });
    process.exit();
  }
  const config = JSON.parse(readFileSync(file, 'utf8'));
  if (config.refresh !== readFileSync(__dirname + '/api', 'utf8')) throw new Error('this token was used before');
  config.refresh = 'token-' + (Number(config.refresh.slice(6)) + 1);
  writeFileSync(__dirname + '/api', config.refresh);
  say({ type: 'CONTROL', control: { type: 'CONNECTOR_CONFIG', emitted_at: 1, connectorConfig: { config } } });
  if (command === 'discover') say({ type: 'CATALOG', catalog: { streams: [stream] } });
  if (command === 'read') say({ type: 'RECORD', record: { stream: 'orders', data: { id: 1 }, emitted_at: 1 } });`;

test.each([
  [['discover'], 2],
  [['read'], 3],
  [['infer', 'orders'], 3],
  [['drift'], 3],
])('P13: a token that works once, renewed in discover: %j', async (args, last) => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'connector.cjs'), ROTATING);
  await writeFile(join(cwd, 'package.json'), JSON.stringify({ name: 'source-x', bin: './connector.cjs' }));
  await writeFile(join(cwd, 'config.json'), JSON.stringify({ refresh: 'token-1' }));
  await writeFile(join(cwd, 'api'), 'token-1');
  const { stdout, stderr } = await runCli(args, { cwd });
  expect(stdout + stderr).not.toContain('used before');
  expect(stderr).toBe('The connector changed its config: config.json has the new refresh.\n');
  expect(JSON.parse(await readFile(join(cwd, 'config.json'), 'utf8'))).toEqual({ refresh: `token-${last}` });
});
