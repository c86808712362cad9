import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { baseLayout } from '../../test/base-layout.ts';
import { temporaryFolder } from '../../test/run-cli.ts';
import { folderWith } from '../../test/run-in-process.ts';
import { findProject } from '../project/connector-project.ts';
import type { Blob } from './blob.ts';
import { buildImage, type BuildOptions } from './build-image.ts';
import { type BuiltImage, contentOf } from './built-image.ts';
import { makeCompileCache } from './compile-cache.ts';
import type { ImageConfig, ImageIndex, ImageManifest } from './oci.ts';
import { openBase } from './open-base.ts';
import { hostPlatform, parsePlatform, showPlatform } from './platform.ts';
import { Registries } from './registry/registries.ts';

const registries = new Registries({ env: {}, signal: new AbortController().signal });
const read = async <T>(blob: Blob | undefined): Promise<T> =>
  JSON.parse((await buffer(await (blob as Blob).open())).toString()) as T;

const projectFolder = (): Promise<string> =>
  folderWith({
    'package.json': { name: 'source-shop', version: '1.2.3', bin: { 'source-shop': './main.ts' } },
    'main.ts': 'console.log(process.argv[2] as string);',
  });

async function build(
  base: string,
  options: Partial<BuildOptions> & { readonly folder?: string } = {},
): Promise<BuiltImage> {
  return buildImage({
    project: await findProject(options.folder ?? (await projectFolder())),
    base: await openBase(base, registries, '/'),
    platforms: [parsePlatform('linux/amd64')],
    name: 'team/source-shop',
    created: new Date(0),
    compileCache: false,
    ...options,
  });
}

test('the connector is one layer on those of the base', async () => {
  const image = await build(await baseLayout());
  const manifest = await read<ImageManifest>(image.root);
  const config = await read<ImageConfig>(image.platforms[0]?.config);
  expect(manifest.layers).toHaveLength(2);
  expect(config.rootfs.diff_ids).toHaveLength(2);
  expect(config.history?.map((entry) => entry.created_by)).toEqual(['the base', 'headwater build: the connector']);
  expect(config.config?.Labels).toEqual({ 'io.airbyte.name': 'team/source-shop', 'io.airbyte.version': '1.2.3' });
});

test('several platforms are an index, each on its own base', async () => {
  const platforms = ['linux/arm64', 'linux/amd64'].map(parsePlatform);
  const image = await build(await baseLayout(), { platforms });
  const { manifests } = await read<ImageIndex>(image.root);
  expect(manifests.map(({ platform }) => platform)).toEqual(platforms);
  expect(manifests.map(({ digest }) => digest)).toEqual(
    image.platforms.map(({ manifest }) => manifest.descriptor.digest),
  );
  const layers = image.platforms.map((one) => one.layers.map(({ descriptor }) => descriptor.digest));
  expect(layers[0]?.[0]).not.toBe(layers[1]?.[0]);
  // The connector's own is the same.
  expect(layers[0]?.[1]).toBe(layers[1]?.[1]);
});

test('the same sources and base give the same digest, wherever they are; other ones another', async () => {
  const base = await baseLayout();
  const folder = await projectFolder();
  const copy = join(await temporaryFolder(), 'elsewhere/deeper');
  await cp(folder, copy, { recursive: true });
  const digests = await Promise.all(
    [{ folder }, { folder: copy }, { folder, created: new Date(1000) }, { folder, name: 'other' }].map(
      async (options) => (await build(base, options)).root.descriptor.digest,
    ),
  );
  expect(digests[0]).toBe(digests[1]);
  expect(new Set(digests).size).toBe(3);
});

test('what this Node compiles for brings compiled code, the same each time', async () => {
  const base = await baseLayout(['amd64', 'arm64'], [`NODE_VERSION=${process.versions.node}`]);
  const platforms = ['linux/amd64', 'linux/arm64'].map(parsePlatform);
  const images = await Promise.all([1, 2].map(() => build(base, { platforms, compileCache: true })));
  expect(images[0]?.root.descriptor).toEqual(images[1]?.root.descriptor);
  // From Node 26 on, and on Linux, for this processor.
  const compiles = Number.parseInt(process.versions.node, 10) >= 26 && process.platform === 'linux';
  const own = images[0]?.platforms.map(({ platform, ownLayers }) => [showPlatform(platform), ownLayers]);
  expect(own).toEqual(
    ['linux/amd64', 'linux/arm64'].map((name) => [name, compiles && name === hostPlatform() ? 2 : 1]),
  );
});

test('a bundle that does not start is told when it is compiled', async () => {
  const main = Buffer.from("console.error('no such spec'); process.exit(1);");
  await expect(makeCompileCache(main)).rejects.toThrow('The bundled connector fails at "spec": no such spec');
});

test('the bill of materials is attached', async () => {
  const image = await build(await baseLayout());
  const attachment = await read<ImageManifest>(image.sbom.manifest);
  expect(attachment).toMatchObject({
    artifactType: 'application/vnd.cyclonedx+json',
    subject: image.root.descriptor,
    layers: [{ mediaType: 'application/vnd.cyclonedx+json' }],
  });
  const bill = contentOf(image).find(({ descriptor }) => descriptor.digest === attachment.layers[0]?.digest);
  expect(await read(bill)).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'source-shop' } } });
});

test('a platform that the base lacks is an error that names those it has', async () => {
  const base = await baseLayout();
  await expect(build(base, { platforms: [parsePlatform('linux/s390x')] })).rejects.toThrow(
    `The base ${base} has no image for linux/s390x. It has: linux/amd64, linux/arm64`,
  );
});

test('a base that is not there, or is no image', async () => {
  const folder = await folderWith({ 'index.json': 'no JSON' });
  await expect(build(folder)).rejects.toThrow(`${folder} is no folder of an image: it needs an index.json`);
  await expect(build('./nowhere')).rejects.toThrow('/nowhere is no folder of an image');
});
