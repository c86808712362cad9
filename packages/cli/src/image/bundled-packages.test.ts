import { expect, test } from 'vitest';
import { folderWith } from '../../test/run-in-process.ts';
import { bundledPackages } from './bundled-packages.ts';

test('each package once, without the connector itself, also where a package holds further package.json files', async () => {
  const root = await folderWith({
    'package.json': { name: 'source-shop', version: '1.0.0' },
    'node_modules/b/package.json': { name: 'b', version: '2.0.0', license: 'MIT' },
    'node_modules/b/dist/package.json': { type: 'module' },
    'node_modules/@scope/a/package.json': { name: '@scope/a', version: '1.1.0', license: { type: 'MIT' } },
    'node_modules/b/node_modules/b/package.json': { name: 'b', version: '1.0.0' },
  });
  const sources = [
    'src/main.ts',
    'node_modules/b/dist/index.js',
    'node_modules/b/dist/other.js',
    'node_modules/@scope/a/index.js',
    'node_modules/b/node_modules/b/index.js',
  ];
  expect(await bundledPackages(root, sources)).toEqual([
    { name: '@scope/a', version: '1.1.0' },
    { name: 'b', version: '1.0.0' },
    { name: 'b', version: '2.0.0', license: 'MIT' },
  ]);
});
