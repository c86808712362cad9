import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectWith, runInProcess } from '../../../test/run-in-process.ts';
import type { RecordArguments } from '../../commands/record.ts';
import { runRecord } from './run-record.ts';

const args: Omit<RecordArguments, 'fixtures'> = {
  project: undefined,
  config: undefined,
  stream: [],
  records: 5,
  pages: 3,
  maxRequests: 1000,
};

const files = {
  'config.json': { api_token: '${SHOP_TOKEN}' },
  '.env': 'SHOP_TOKEN=t0p',
  'secrets/config.json': { api_token: '${SHOP_TOKEN}' },
  'src/main.ts': 'precious',
  'notes.txt': 'precious',
};

test.each([
  ['.', "--fixtures . is the connector's project. Name"],
  ['..', "--fixtures .. holds the connector's project. Name"],
  ['src', '--fixtures src holds other things (main.ts). Name a folder that is not there yet,'],
  ['secrets', '--fixtures secrets holds other things (config.json). Name'],
  ['notes.txt', '--fixtures notes.txt is a file. Name'],
  ['notes.txt/x', '--fixtures notes.txt/x is inside of a file. Name'],
])('--fixtures %s is refused before the API is asked, and nothing is touched', async (fixtures, message) => {
  const cwd = await projectWith(files);
  const before = await readdir(cwd, { recursive: true });
  await expect(runInProcess((context) => runRecord({ ...args, fixtures }, context), { cwd })).rejects.toMatchObject({
    name: 'CommandError',
    exitCode: 2,
    message: expect.stringContaining(message),
  });
  expect(await readdir(cwd, { recursive: true })).toEqual(before);
  expect(JSON.parse(await readFile(join(cwd, 'config.json'), 'utf8'))).toEqual(files['config.json']);
});

test.each([
  ['an empty folder', {}],
  ['rules alone', { 'fixtures/scrub.json': {} }],
  ['a recording', { 'fixtures/recording.json': {}, 'fixtures/config.json': {}, 'fixtures/README.md': '' }],
  ['fixtures that a person wrote', { 'fixtures/orders/001-get.json': {}, 'fixtures/config.json': {} }],
])('%s may be recorded into', async (_, more) => {
  const cwd = await projectWith({ ...files, ...more });
  // The program of this project is empty.
  await expect(
    runInProcess((context) => runRecord({ ...args, fixtures: undefined }, context), { cwd }),
  ).rejects.toThrow('spec failed');
});
