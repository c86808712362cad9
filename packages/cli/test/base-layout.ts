import { join } from 'node:path';
import { attach } from '../src/image/attach.ts';
import type { BuiltImage, PlatformImage } from '../src/image/built-image.ts';
import { jsonBlob } from '../src/image/blob.ts';
import { parseImageReference } from '../src/image/image-reference.ts';
import { makeLayer } from '../src/image/layer.ts';
import { type ImageConfig, MEDIA_TYPES } from '../src/image/oci.ts';
import { writeOciLayout } from '../src/image/write-oci-layout.ts';
import { temporaryFolder } from './run-cli.ts';

/** Stands in for Node's image, without anything that could run. */
export async function smallImage(
  architectures: readonly string[] = ['amd64', 'arm64'],
  env: readonly string[] = ['PATH=/usr/bin', 'NODE_VERSION=26.0.0'],
): Promise<BuiltImage> {
  const platforms: PlatformImage[] = [];
  for (const architecture of architectures) {
    const text = Buffer.from(`system for ${architecture}`);
    const layer = await makeLayer({ 'etc/system': text }, { createdBy: 'the base', time: new Date(0) });
    const config = jsonBlob(MEDIA_TYPES.config, {
      os: 'linux',
      architecture,
      config: { Env: env, Cmd: ['node'], WorkingDir: '/' },
      rootfs: { type: 'layers', diff_ids: [layer.diffId] },
      history: [{ created_by: 'the base' }],
    } satisfies ImageConfig);
    const manifest = jsonBlob(MEDIA_TYPES.manifest, {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: config.descriptor,
      layers: [layer.blob.descriptor],
    });
    const platform = { os: 'linux', architecture };
    platforms.push({ platform, manifest, config, layers: [layer.blob], ownLayers: 1 });
  }
  const root = jsonBlob(MEDIA_TYPES.index, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: platforms.map(({ platform, manifest }) => ({ ...manifest.descriptor, platform })),
  });
  return { root, platforms, sbom: attach(root, jsonBlob('application/vnd.example+json', { is: 'attached' })) };
}

/** A folder with an image like Node's. */
export async function baseLayout(...given: Parameters<typeof smallImage>): Promise<string> {
  const folder = join(await temporaryFolder(), 'node');
  await writeOciLayout(folder, await smallImage(...given), [parseImageReference('node:26-slim')]);
  return folder;
}
