import { buffer } from 'node:stream/consumers';
import { CommandError } from '../command-error.ts';
import type { Blob } from './blob.ts';
import { type FoundManifest, type ImageStore, isIndex } from './image-store.ts';
import { type Descriptor, type ImageConfig, type ImageManifest, LAYER_TYPES, type Platform } from './oci.ts';
import { isPlatform, showPlatform } from './platform.ts';

/** An image for one platform, which another is built on. */
export interface BaseImage {
  readonly config: ImageConfig;
  readonly layers: readonly Blob[];
}

/** The name of a base and where it is read from. */
export interface Base {
  /** As the user wrote it. */
  readonly name: string;
  readonly store: ImageStore;
  /** What it is now: a manifest, or an index of several platforms. */
  readonly found: FoundManifest;
}

/**
 * Reads what a base has for a platform.
 *
 * @throws CommandError when it has nothing for it; names the platforms that there are.
 */
export async function readBaseImage({ name, store, found }: Base, wanted: Platform): Promise<BaseImage> {
  const candidates = isIndex(found.document) ? found.document.manifests : [found.descriptor];
  const others: string[] = [];
  for (const candidate of candidates) {
    if (candidate.platform !== undefined && !isPlatform(wanted, candidate.platform)) {
      others.push(showPlatform(candidate.platform));
      continue;
    }
    const manifest = await readManifest(store, candidate, found);
    const config = await readConfig(store, manifest);
    if (isPlatform(wanted, { ...config, ...candidate.platform })) {
      const layers = manifest.layers.map((layer) => layerBlob(store, layer));
      return { config, layers };
    }
    others.push(showPlatform(config));
  }
  // Attestations stand in an index as images for an unknown platform.
  const there = [...new Set(others)].filter((platform) => !platform.startsWith('unknown'));
  throw new CommandError(
    `The base ${name} has no image for ${showPlatform(wanted)}. It has: ${there.join(', ') || 'none'}`,
  );
}

async function readManifest(store: ImageStore, descriptor: Descriptor, found: FoundManifest): Promise<ImageManifest> {
  const { document } =
    descriptor === found.descriptor ? found : ((await store.manifest(descriptor.digest)) ?? { document: undefined });
  if (document === undefined || isIndex(document)) {
    throw new CommandError(`${store.name} lacks the manifest ${descriptor.digest}, which its index names`);
  }
  return document;
}

async function readConfig(store: ImageStore, { config }: ImageManifest): Promise<ImageConfig> {
  return JSON.parse((await buffer(await store.blob(config))).toString()) as ImageConfig;
}

function layerBlob(store: ImageStore, { digest, size, mediaType }: Descriptor): Blob {
  const descriptor = { mediaType: LAYER_TYPES[mediaType] ?? mediaType, digest, size };
  const open = (): ReturnType<ImageStore['blob']> => store.blob(descriptor);
  return store.origin === undefined ? { descriptor, open } : { descriptor, open, origin: store.origin };
}
