import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandError } from '../command-error.ts';
import { type Bundle, bundleConnector } from './bundle-connector.ts';
import { writeBundle } from './write-bundle.ts';

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'bundle-')));
});

afterEach(() => rm(root, { recursive: true }));

const write = (files: Record<string, string>): Promise<unknown> =>
  Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(root, name), text)));

const texts = (names: string[]): Promise<[string, string][]> =>
  Promise.all(names.map(async (name) => [name, await readFile(join(root, name), 'utf8')]));

const bundleTo = async (folder: string, entry: string): Promise<{ bundle: Bundle; written: string[] }> => {
  const project = { root, entry: join(root, entry) };
  const bundle = await bundleConnector(project);
  return { bundle, written: await writeBundle(join(root, folder), bundle, project) };
};

const run = async (file: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, [join(root, 'dist', file)])).stdout;

test('the main program is one file that needs no other, and the starter loads it', async () => {
  await write({
    'source-x.js': "console.log('Node is new enough'); await import('./main.ts');",
    'main.ts':
      "import { name } from './name.ts'; console.log(name as string, import.meta.url.endsWith('/dist/main.cjs'));",
    'name.ts': "export const name: string = 'x';",
  });
  const { bundle } = await bundleTo('dist', 'source-x.js');
  expect(await readdir(join(root, 'dist'))).toEqual(['main.cjs', 'source-x.js']);
  await Promise.all(['source-x.js', 'main.ts', 'name.ts'].map((file) => rm(join(root, file))));
  expect(await run('source-x.js')).toBe('Node is new enough\nx true\n');
  expect(await run('main.cjs')).toBe('x true\n');
  expect(bundle.sources).toEqual(['name.ts', 'main.ts']);
});

test('the starter is found in a project that a symbolic link leads to', async () => {
  await mkdir(join(root, 'real'));
  await symlink('real', join(root, 'link'));
  await write({ 'real/source-x.js': "await import('./main.ts');", 'real/main.ts': "console.log('x' as string);" });
  await bundleTo('dist', 'link/source-x.js');
  expect(await run('source-x.js')).toBe('x\n');
});

test('a program that is its own starter is bundled alone', async () => {
  await write({ 'main.ts': "console.log('x' as string);" });
  const { bundle, written } = await bundleTo('dist', 'main.ts');
  expect(bundle.starter).toBeUndefined();
  expect(written).toEqual([join(root, 'dist/main.cjs')]);
  expect(await run('main.cjs')).toBe('x\n');
});

test.each([
  ['source-x.js', { 'source-x.js': "await import('./main.ts');", 'main.ts': '' }],
  ['main.cjs', { 'main.cjs': 'console.log(1);' }],
])('a bundle is not written over a source of the connector: %s', async (entry, files) => {
  await write(files);
  await symlink('.', join(root, 'link'));
  for (const folder of ['.', 'link']) {
    await expect(bundleTo(folder, entry)).rejects.toMatchObject({
      message: `${join(root, folder, entry)} is a source of the connector: name another folder for its bundle by --out.`,
      exitCode: 2,
    });
  }
  expect(Object.fromEntries(await texts(Object.keys(files)))).toEqual(files);
  expect(await readdir(root)).toEqual([...Object.keys(files), 'link'].toSorted());
});

test('what is imported when it is used runs only then', async () => {
  await write({
    'main.ts': "console.log('first'); const load = () => import('./late.ts'); if (process.argv[2]) void load();",
    'late.ts': "console.log('late');",
  });
  await bundleTo('dist', 'main.ts');
  expect(await run('main.cjs')).toBe('first\n');
});

test('a package that is loaded when it is used may be missing until then', async () => {
  await write({
    'main.ts': "console.log('first'); import('not-installed').catch((error) => console.log(error.code));",
  });
  await bundleTo('dist', 'main.ts');
  expect(await run('main.cjs')).toBe('first\nERR_MODULE_NOT_FOUND\n');
});

test('so may one that a package imports, in a module of its own that is loaded when it is used', async () => {
  await write({
    'main.ts':
      "import { read } from 'kit';\nconsole.log('first'); read().catch((error: { code: string }) => console.log(error.code));",
  });
  const kit = join(root, 'node_modules/kit');
  await mkdir(kit, { recursive: true });
  await writeFile(join(kit, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  await writeFile(join(kit, 'index.js'), "export const read = async () => (await import('./reader.js')).read();");
  await writeFile(join(kit, 'reader.js'), "import { parse } from 'not-installed'; export const read = () => parse();");
  await bundleTo('dist', 'main.ts');
  expect(await run('main.cjs')).toBe('first\nMODULE_NOT_FOUND\n');
});

test('errors keep the names of classes and functions', async () => {
  await write({
    'main.ts':
      'class ShopError extends Error {} function readShop() { throw new ShopError(); } try { readShop(); } catch (error) { console.log(error.constructor.name, /at readShop/.test(error.stack)); }',
  });
  await bundleTo('dist', 'main.ts');
  expect(await run('main.cjs')).toBe('ShopError true\n');
});

test('what cannot be bundled is named with its place', async () => {
  await write({ 'main.ts': "import { x } from 'not-installed';\nconsole.log(x);" });
  const error = await bundleConnector({ root, entry: join(root, 'main.ts') }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CommandError);
  expect((error as Error).message).toMatch(/^The connector cannot be bundled:\n.*Could not resolve "not-installed"/);
  expect((error as Error).message).toContain('main.ts:1:18');
});

test('the same sources give the same bytes, whatever tsconfig.json says', async () => {
  await write({ 'main.ts': "class Shop { name = 'x' as string; } console.log(new Shop());" });
  const first = await bundleConnector({ root, entry: join(root, 'main.ts') });
  await write({ 'tsconfig.json': JSON.stringify({ compilerOptions: { target: 'ES2017', strict: false } }) });
  const second = await bundleConnector({ root, entry: join(root, 'main.ts') });
  expect(second.main).toEqual(first.main);
});

test('an await outside of functions is refused with what to do', async () => {
  await write({ 'main.ts': 'await Promise.resolve();' });
  await expect(bundleConnector({ root, entry: join(root, 'main.ts') })).rejects.toThrow(
    'A bundle is CommonJS, which has no await outside of functions: put it into one.',
  );
});

test("got's cache is left out, unless the connector uses got itself", async () => {
  const got = join(import.meta.dirname, '../../../cdk/node_modules/got/dist/source/index.js');
  await write({
    'main.ts': `import got from ${JSON.stringify(got)}; got('http://127.0.0.1:1', { cache: new Map(), retry: { limit: 0 } }).catch((error) => console.log(error.message));`,
  });
  await bundleTo('dist', 'main.ts');
  expect(await run('main.cjs')).toMatch(/^got's cache is not in this bundle: add got to the dependencies/);
  await write({ 'package.json': JSON.stringify({ dependencies: { got: '16' } }) });
  await bundleTo('dist', 'main.ts');
  expect(await run('main.cjs')).toMatch(/ECONNREFUSED/);
});
