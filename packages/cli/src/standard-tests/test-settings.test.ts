import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ConnectorProject } from '../project/connector-project.ts';
import { readTestSettings, type TestSettings } from './test-settings.ts';

async function read(files: Readonly<Record<string, object>>): Promise<TestSettings> {
  const root = await mkdtemp(join(tmpdir(), 'headwater-settings-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), JSON.stringify(content));
  return readTestSettings({ root } as ConnectorProject, ['has-records', 'last-page']);
}

const settings = {
  accept: { 'has-records': 'a new account' },
  streams: { refunds: { accept: { 'last-page': 'twenty countries' }, lookback: 'P1D' } },
};

test('none are needed', async () => {
  expect(await read({})).toEqual({});
  expect(await read({ 'package.json': { name: 'x' }, 'headwater.json': {} })).toEqual({});
});

test('from headwater.json, or from package.json', async () => {
  const $schema = './node_modules/headwater/schemas/headwater.json';
  expect(await read({ 'headwater.json': { $schema, test: settings } })).toEqual(settings);
  expect(await read({ 'package.json': { headwater: { test: settings } } })).toEqual(settings);
});

test.each([
  [{ tests: {} }, 'headwater.json: it must NOT have additional properties "tests"'],
  [
    { test: { accept: { 'has-records': '' } } },
    'headwater.json: test.accept.has-records must NOT have fewer than 1 characters',
  ],
  [
    { test: { streams: { orders: { lookback: '1 day' } } } },
    'headwater.json: test.streams.orders.lookback must match pattern',
  ],
  [
    { test: { accept: { records: 'x' } } },
    'headwater.json accepts findings of "records", which is no test. Tests: has-records, last-page',
  ],
])('F: what is wrong is named: %j', async (content, message) => {
  await expect(read({ 'headwater.json': content })).rejects.toThrow(message);
});
