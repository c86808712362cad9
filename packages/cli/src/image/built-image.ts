import type { Blob } from './blob.ts';
import type { Descriptor, Platform } from './oci.ts';

/** An image that has been put together, in memory but for the layers of its base, which are fetched when they are written. */
export interface BuiltImage {
  /** What a tag refers to: a manifest, or an index of several platforms. */
  readonly root: Blob;
  /** By platform, in the order asked for. */
  readonly platforms: readonly PlatformImage[];
  readonly sbom: Attachment;
}

export interface PlatformImage {
  readonly platform: Platform;
  readonly manifest: Blob;
  readonly config: Blob;
  /** Those of the base first. */
  readonly layers: readonly Blob[];
  /** How many of them are the connector's own. */
  readonly ownLayers: number;
}

/** A document that refers to the image. */
export interface Attachment {
  readonly manifest: Blob;
  /** What the manifest lists: an empty config, and the document. */
  readonly blobs: readonly Blob[];
  /** How an index of attachments lists it. */
  readonly listed: Descriptor;
}

/** Everything that the manifests refer to, each once. */
export function contentOf({ platforms, sbom }: BuiltImage): Blob[] {
  const all = [...platforms.flatMap(({ layers, config }) => [...layers, config]), ...sbom.blobs];
  return [...new Map(all.map((blob) => [blob.descriptor.digest, blob])).values()];
}

/** The manifests, each after those it refers to. */
export function manifestsOf({ root, platforms, sbom }: BuiltImage): Blob[] {
  const all = [...platforms.map(({ manifest }) => manifest), root, sbom.manifest];
  return [...new Map(all.map((blob) => [blob.descriptor.digest, blob])).values()];
}
