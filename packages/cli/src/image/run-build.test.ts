import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { baseLayout } from '../../test/base-layout.ts';
import { startRegistry } from '../../test/registry-server.ts';
import { folderWith, type InProcessRun, runInProcess } from '../../test/run-in-process.ts';
import type { BuildArguments } from '../commands/build.ts';
import { runBuild } from './run-build.ts';

const shop = {
  'package.json': { name: '@team/source-shop', version: '1.2.3', bin: { 'source-shop': './main.ts' } },
  'main.ts': 'console.log(1);',
};

async function build(
  cwd: string,
  args: Partial<BuildArguments>,
  options: { readonly json?: boolean; readonly env?: Record<string, string>; readonly signal?: AbortSignal } = {},
): Promise<InProcessRun> {
  const all: BuildArguments = {
    project: undefined,
    tag: [],
    base: await baseLayout(),
    platform: ['linux/amd64'],
    output: undefined,
    push: false,
    compileCache: false,
    ...args,
  };
  const { env = {}, signal } = options;
  return runInProcess((context) => runBuild(all, { ...context, env, signal: signal ?? context.signal }), {
    cwd,
    json: options.json ?? false,
  });
}

test('without options: a file for docker load, under the name and version of the package', async () => {
  const cwd = await folderWith(shop);
  const base = await baseLayout();
  const { stdout, stderr, exitCode } = await build(cwd, { base });
  expect(stdout).toMatch(
    new RegExp(
      `^team/source-shop:1.2.3  sha256:[0-9a-f]{64}\n  linux/amd64  on ${base}: connector \\d+ B\nIn dist/image.tar: docker load --input dist/image.tar\n$`,
    ),
  );
  expect([stderr, exitCode]).toEqual(['', 0]);
  expect(await readdir(join(cwd, 'dist'))).toEqual(['image.tar']);
});

test('the name of metadata.yaml counts; another version there is told', async () => {
  const metadata = 'data:\n  dockerRepository: acme/source-shop\n  dockerImageTag: 1.10\n';
  const cwd = await folderWith({ ...shop, 'metadata.yaml': metadata });
  const { json, stderr } = await build(cwd, {}, { json: true });
  expect(json.tags).toEqual(['acme/source-shop:1.2.3']);
  expect(stderr).toBe('metadata.yaml says version 1.10, package.json 1.2.3: the image is 1.2.3.\n');
});

test('several platforms go into a folder', async () => {
  const cwd = await folderWith(shop);
  const { json } = await build(cwd, { platform: ['linux/amd64', 'linux/arm64'] }, { json: true });
  expect(json).toEqual({
    command: 'build',
    ok: true,
    tags: ['team/source-shop:1.2.3'],
    digest: expect.stringMatching(/^sha256:/),
    base: { name: expect.any(String), digest: expect.stringMatching(/^sha256:/) },
    platforms: [
      { platform: 'linux/amd64', digest: expect.stringMatching(/^sha256:/) },
      { platform: 'linux/arm64', digest: expect.stringMatching(/^sha256:/) },
    ],
    sbom: expect.stringMatching(/^sha256:/),
    output: 'dist/image',
  });
  expect(await readdir(join(cwd, 'dist/image'))).toEqual(['blobs', 'index.json', 'oci-layout']);
});

test('--push sends to the registry of each tag, and writes no file', async () => {
  const server = await startRegistry();
  const cwd = await folderWith(shop);
  const tag = [`${server.host}/team/shop:1`, `${server.host}/team/shop`];
  const { stdout, json } = await build(cwd, { tag, push: true }, { json: true, env: { DOCKER_CONFIG: '/nowhere' } });
  expect(stdout).toContain('"ok": true');
  expect(json.pushed).toEqual([
    { tag: `${server.host}/team/shop:1`, sent: expect.any(Number), there: 0 },
    { tag: `${server.host}/team/shop:latest`, sent: 0, there: json.pushed[0].sent },
  ]);
  expect(await readdir(cwd)).toEqual(['main.ts', 'package.json']);
});

test.each([
  [{ platform: ['linux'] }, {}, '"linux" is no platform: it must be like linux/amd64'],
  [{ tag: ['Shop'] }, {}, '"Shop" is no name of an image'],
  [{ tag: [`shop@sha256:${'a'.repeat(64)}`] }, {}, 'names a digest, which follows from the content'],
  [
    { platform: ['linux/amd64', 'linux/arm64'], output: 'x.tar' },
    {},
    'x.tar can hold an image of one platform. A folder (--output image) or a registry (--push) holds several.',
  ],
  [{}, { SOURCE_DATE_EPOCH: 'now' }, 'SOURCE_DATE_EPOCH must be seconds since 1970, got "now"'],
  [{ base: './nowhere' }, {}, 'nowhere is no folder of an image'],
] as const)('%j with %j is wrong usage, and nothing is written', async (args, env, message) => {
  const cwd = await folderWith(shop);
  await expect(build(cwd, args, { env })).rejects.toMatchObject({
    name: 'CommandError',
    exitCode: 2,
    message: expect.stringContaining(message),
  });
  expect(await readdir(cwd)).toEqual(['main.ts', 'package.json']);
});

test('what the options name is replaced when it is an image, or nothing', async () => {
  const cwd = await folderWith({ ...shop, 'empty.tar': '', 'kept/.gitkeep': '' });
  await mkdir(join(cwd, 'empty'));
  for (const output of ['empty', 'empty', 'kept', 'empty.tar', 'empty.tar', 'new/image']) {
    expect((await build(cwd, { output })).exitCode).toBe(0);
  }
  expect(await readdir(join(cwd, 'empty'))).toEqual(['blobs', 'index.json', 'oci-layout']);
});

test.each([
  ['keep', '--output keep holds other things (thesis.txt). Name a folder that is not there yet,'],
  ['mixed', '--output mixed holds other things (oci-layout, thesis.txt). Name'],
  ['notes.txt', '--output notes.txt is a file. Name'],
  ['.', "--output . is the connector's project. Name"],
  ['..', "--output .. holds the connector's project. Name"],
  ['/', "--output / holds the connector's project. Name"],
  ['/dev/null', '--output /dev/null is no folder. Name'],
  ['thesis.tar', '--output thesis.tar holds something else. Name a file that is not there yet,'],
  ['folder.tar', '--output folder.tar is a folder. Name'],
])('--output %s is refused before anything is bundled, and nothing is touched', async (output, message) => {
  const cwd = await folderWith({
    ...shop,
    'main.ts': 'this cannot be bundled',
    'keep/thesis.txt': 'precious',
    'mixed/oci-layout': '{}',
    'mixed/thesis.txt': 'precious',
    'notes.txt': 'precious',
    'thesis.tar': `thesis.txt${'\0'.repeat(247)}ustar${'\0'.repeat(250)}`,
    'folder.tar/thesis.txt': 'precious',
  });
  const before = await readdir(cwd, { recursive: true });
  await expect(build(cwd, { output })).rejects.toMatchObject({
    name: 'CommandError',
    exitCode: 2,
    message: expect.stringContaining(message),
  });
  expect(await readdir(cwd, { recursive: true })).toEqual(before);
});

test('a file that cannot be written is named', async () => {
  const cwd = await folderWith({ ...shop, taken: 'a file' });
  await expect(build(cwd, { output: 'taken/image.tar' })).rejects.toThrow(
    /taken\/image.tar cannot be written: a file stands where a folder should be$/,
  );
});

test('whoever breaks it off gets no image', async () => {
  const cwd = await folderWith(shop);
  await expect(build(cwd, {}, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  expect(await readdir(cwd)).toEqual(['main.ts', 'package.json']);
});

test('a base that the registry does not have', async () => {
  const server = await startRegistry();
  const cwd = await folderWith(shop);
  await expect(
    build(cwd, { base: `${server.host}/node:99-slim` }, { env: { DOCKER_CONFIG: '/nowhere' } }),
  ).rejects.toThrow(`There is no image ${server.host}/node:99-slim: ${server.host}/node has no 99-slim`);
});
