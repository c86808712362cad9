import { existsSync, readFileSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { unpackTar } from 'modern-tar';
import { expect, test } from 'vitest';
import { smallImage } from '../../test/base-layout.ts';
import { startRegistry } from '../../test/registry-server.ts';
import { temporaryFolder } from '../../test/run-cli.ts';
import { type BuiltImage, manifestsOf } from './built-image.ts';
import { digestOf } from './digest.ts';
import { parseImageReference } from './image-reference.ts';
import { OciLayoutStore } from './oci-layout-store.ts';
import { pushImage } from './push-image.ts';
import { Registries } from './registry/registries.ts';
import { writeDockerArchive } from './write-docker-archive.ts';
import { writeOciLayout } from './write-oci-layout.ts';

const shop = parseImageReference('shop:1');

/** An image whose layer cannot be read to its end. */
async function brokenImage(): Promise<BuiltImage> {
  const image = await smallImage(['amd64']);
  const platforms = image.platforms.map((platform) => ({
    ...platform,
    layers: platform.layers.map((layer) => ({
      ...layer,
      open: async () =>
        Readable.from(
          (async function* half() {
            yield Buffer.from('half');
            throw new Error('the cable was pulled');
          })(),
        ),
    })),
  }));
  return { ...image, platforms };
}

test('a layout holds every piece under its digest, and reads back', async () => {
  const folder = join(await temporaryFolder(), 'a/image');
  const image = await smallImage();
  await writeOciLayout(folder, image, [shop]);
  for (const name of await readdir(join(folder, 'blobs/sha256'))) {
    expect(digestOf(readFileSync(join(folder, 'blobs/sha256', name)))).toBe(`sha256:${name}`);
  }
  const store = new OciLayoutStore(folder);
  expect((await store.manifest()).descriptor.digest).toBe(image.root.descriptor.digest);
  const [layer] = image.platforms[0]?.layers ?? [];
  if (layer === undefined) throw new Error('no layer');
  expect(await buffer(await store.blob(layer.descriptor))).toEqual(await buffer(await layer.open()));
  expect(await readdir(join(folder, '..'))).toEqual(['image']);
});

test('a layout replaces the one that was there', async () => {
  const folder = join(await temporaryFolder(), 'image');
  await mkdir(join(folder, 'blobs/sha256'), { recursive: true });
  await writeFile(join(folder, 'blobs/sha256/old'), '');
  await symlink('image', join(folder, '../link'));
  await writeOciLayout(join(folder, '../link'), await smallImage(), [shop]);
  expect(await readdir(folder)).toEqual(['blobs', 'index.json', 'oci-layout']);
  expect(await readdir(join(folder, 'blobs/sha256'))).not.toContain('old');
  expect((await lstat(join(folder, '../link'))).isSymbolicLink()).toBe(true);
});

test('a folder whose content was changed is not taken for what it was', async () => {
  const folder = join(await temporaryFolder(), 'image');
  const image = await smallImage();
  await writeOciLayout(folder, image, [shop]);
  const [layer] = image.platforms[0]?.layers ?? [];
  const file = join(folder, 'blobs', layer?.descriptor.digest.replace(':', '/') ?? '');
  await writeFile(file, 'other');
  const store = new OciLayoutStore(folder);
  await expect(store.blob(layer!.descriptor).then(buffer)).rejects.toThrow(
    `${folder} gave other content than it promised`,
  );
  await writeFile(join(folder, 'blobs', image.root.descriptor.digest.replace(':', '/')), '{}');
  await expect(store.manifest()).rejects.toThrow(`${folder} holds other content than it promises`);
  await expect(store.manifest(digestOf('nothing'))).rejects.toThrow(
    `${folder} lacks the content ${digestOf('nothing')}`,
  );
});

test('an archive is a layout with what docker load reads, and the same bytes each time', async () => {
  const folder = await temporaryFolder();
  const image = await smallImage(['amd64']);
  await writeDockerArchive(join(folder, '1.tar'), image, [shop]);
  await writeDockerArchive(join(folder, '2.tar'), image, [shop]);
  const [one, two] = await Promise.all(['1.tar', '2.tar'].map((name) => readFile(join(folder, name))));
  expect(one).toEqual(two);
  const files = new Map((await unpackTar(one!)).map(({ header, data }) => [header.name, Buffer.from(data ?? '')]));
  expect([...files.keys()].filter((name) => !name.startsWith('blobs/'))).toEqual([
    'index.json',
    'manifest.json',
    'oci-layout',
  ]);
  const [entry] = JSON.parse(files.get('manifest.json')?.toString() ?? '') as [{ Config: string; Layers: string[] }];
  expect(entry).toMatchObject({ RepoTags: ['shop:1'] });
  for (const path of [entry.Config, ...entry.Layers]) expect(files.has(path)).toBe(true);
  expect(await readdir(folder)).toEqual(['1.tar', '2.tar']);
});

test.each([
  ['a layout', writeOciLayout, 'image'],
  ['an archive', writeDockerArchive, 'image.tar'],
] as const)('%s that cannot be written whole leaves what was there, and nothing half', async (_, write, name) => {
  const folder = await temporaryFolder();
  const path = join(folder, name);
  await write(path, await smallImage(['amd64']), [shop]);
  const before = await readdir(folder, { recursive: true });
  await expect(write(path, await brokenImage(), [shop])).rejects.toThrow('the cable was pulled');
  expect(await readdir(folder, { recursive: true })).toEqual(before);
  await expect(write(join(folder, `new-${name}`), await brokenImage(), [shop])).rejects.toThrow('the cable was pulled');
  expect(existsSync(join(folder, `new-${name}`))).toBe(false);
});

test.each([true, false])(
  'a push brings all of it, then the tag; what is there is not sent again (%j)',
  async (listsAttachments) => {
    const server = await startRegistry({ listsAttachments });
    const registries = new Registries({ env: { DOCKER_CONFIG: '/nowhere' }, signal: new AbortController().signal });
    const repository = registries.repository({ registry: server.host, repository: 'team/shop' });
    const image = await smallImage();
    const first = await pushImage(repository, '1', image);
    expect(first.there).toBe(0);
    const puts = server.requests.filter((request) => request.startsWith('PUT /v2/team/shop/manifests/'));
    expect(puts.slice(0, 3).map((request) => request.split('/').at(-1))).toEqual([
      ...image.platforms.map(({ manifest }) => manifest.descriptor.digest),
      '1',
    ]);
    for (const { descriptor } of manifestsOf(image))
      expect(server.manifests.has(`team/shop ${descriptor.digest}`)).toBe(true);
    const second = await pushImage(repository, '2', image);
    expect(second).toEqual({ sent: 0, there: first.sent });
    // Where the registry keeps no list of what is attached, a tag does.
    const list = server.manifests.get(`team/shop ${image.root.descriptor.digest.replace(':', '-')}`);
    expect(list === undefined ? undefined : JSON.parse(list.content.toString())).toEqual(
      listsAttachments ? undefined : expect.objectContaining({ manifests: [image.sbom.listed] }),
    );
  },
);

test('a push that breaks off has not moved the tag', async () => {
  const server = await startRegistry();
  const registries = new Registries({
    env: { DOCKER_CONFIG: '/nowhere' },
    signal: new AbortController().signal,
    retryDelays: [],
  });
  const repository = registries.repository({ registry: server.host, repository: 'team/shop' });
  await expect(pushImage(repository, '1', await brokenImage())).rejects.toThrow('the cable was pulled');
  expect([...server.manifests.keys()]).toEqual([]);
});
