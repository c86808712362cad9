import type { BuiltImage } from './built-image.ts';
import { fullImageName, type ImageReference } from './image-reference.ts';
import { type ImageIndex, MEDIA_TYPES } from './oci.ts';

/** The `index.json` of a layout: the image under each of its tags, and what is attached to it. */
export function layoutIndex({ root, sbom }: BuiltImage, tags: readonly ImageReference[]): ImageIndex {
  const named = tags.map((tag) => ({
    ...root.descriptor,
    annotations: {
      // The one is for containerd and Docker's engine, the other for all other tools.
      'io.containerd.image.name': fullImageName(tag),
      'org.opencontainers.image.ref.name': tag.tag ?? 'latest',
    },
  }));
  return { schemaVersion: 2, mediaType: MEDIA_TYPES.index, manifests: [...named, sbom.listed] };
}
