import { Readable } from 'node:stream';
import { digestOf } from './digest.ts';
import type { ImageReference } from './image-reference.ts';
import type { Descriptor } from './oci.ts';

/** A piece of an image: a layer, a config, a manifest. */
export interface Blob {
  readonly descriptor: Descriptor;
  /** Its bytes. The stream fails when they are not those that the descriptor promises. */
  open(): Promise<Readable>;
  /** The repository it comes from, out of which a registry can take it over without it being sent. */
  readonly origin?: Pick<ImageReference, 'registry' | 'repository'>;
}

export function bytesBlob(mediaType: string, content: Uint8Array): Blob {
  return {
    descriptor: { mediaType, digest: digestOf(content), size: content.length },
    open: async () => Readable.from([content]),
  };
}

/** A document of an image. Its keys stay in the order given, so that the same content has the same digest. */
export function jsonBlob(mediaType: string, document: object): Blob {
  return bytesBlob(mediaType, Buffer.from(JSON.stringify(document)));
}
