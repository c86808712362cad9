import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/run-cli.ts';
import { readTemplate } from './template.ts';

const TEMPLATE = join(import.meta.dirname, '../../../../templates/source-acme');

test('whatever lies beside the template is no part of a new project', async () => {
  const folder = await temporaryFolder();
  const own = await readTemplate();
  for (const path of own.keys()) await cp(join(TEMPLATE, path), join(folder, path));
  const leftovers = [
    '.env',
    '.headwater/state.json',
    'config.json',
    'coverage/index.html',
    'dist/main.cjs',
    'node_modules/zod/index.js',
    'secrets/config.json',
    'tsconfig.tsbuildinfo',
    'trace.har',
  ];
  for (const path of leftovers) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), 'left over');
  }
  expect([...(await readTemplate(folder)).keys()]).toEqual([...own.keys()]);
});
