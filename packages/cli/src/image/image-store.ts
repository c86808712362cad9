import type { Readable } from 'node:stream';
import type { Descriptor, ImageIndex, ImageManifest } from './oci.ts';
import type { Blob } from './blob.ts';

/** A manifest or an index, as it was found. */
export interface FoundManifest {
  readonly descriptor: Descriptor;
  readonly document: ImageManifest | ImageIndex;
}

/** Where images are read from: a repository of a registry, or a folder. */
export interface ImageStore {
  /** For messages. */
  readonly name: string;
  /** Where its blobs come from, if other repositories of a registry can take them over. */
  readonly origin?: Blob['origin'];
  /**
   * @param reference A tag or a digest; without one, what the folder holds.
   * @returns `undefined` when there is none.
   * @throws CommandError when the content is not what the digest says.
   */
  manifest(reference?: string): Promise<FoundManifest | undefined>;
  /** The stream fails when the content is not what the digest says. */
  blob(descriptor: Descriptor): Promise<Readable>;
}

export function isIndex(document: ImageManifest | ImageIndex): document is ImageIndex {
  return 'manifests' in document;
}
