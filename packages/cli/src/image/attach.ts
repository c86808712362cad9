import { type Blob, bytesBlob, jsonBlob } from './blob.ts';
import type { Attachment } from './built-image.ts';
import { MEDIA_TYPES } from './oci.ts';

/**
 * Makes a document an attachment of an image: a manifest of its own that refers to it.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidelines-for-artifact-usage
 */
export function attach(image: Blob, document: Blob): Attachment {
  const config = bytesBlob(MEDIA_TYPES.empty, Buffer.from('{}'));
  const manifest = jsonBlob(MEDIA_TYPES.manifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    artifactType: document.descriptor.mediaType,
    config: config.descriptor,
    layers: [document.descriptor],
    subject: image.descriptor,
  });
  const listed = { ...manifest.descriptor, artifactType: document.descriptor.mediaType };
  return { manifest, blobs: [config, document], listed };
}
