import { type Blob, jsonBlob } from './blob.ts';
import { type BuiltImage, contentOf } from './built-image.ts';
import { isIndex } from './image-store.ts';
import { type Descriptor, MEDIA_TYPES } from './oci.ts';
import type { Repository } from './registry/repository.ts';

export interface PushedBytes {
  /** What went over the network. */
  readonly sent: number;
  /** What the registry had, there or in the repository of the base. */
  readonly there: number;
}

/**
 * Pushes an image under a tag: first what the registry lacks, then the manifests, so that the tag never names half an image. What it
 * is made of is attached.
 *
 * @param onBlob Called before each piece.
 */
export async function pushImage(
  repository: Repository,
  tag: string,
  image: BuiltImage,
  onBlob: (descriptor: Descriptor) => void = () => {},
): Promise<PushedBytes> {
  let sent = 0;
  let there = 0;
  for (const blob of contentOf(image)) {
    const { size } = blob.descriptor;
    onBlob(blob.descriptor);
    if ((await repository.has(blob.descriptor)) || !(await repository.upload(blob))) there += size;
    else sent += size;
  }
  for (const { manifest } of image.platforms) await repository.putManifest(manifest.descriptor.digest, manifest);
  await repository.putManifest(tag, image.root);
  const { sbom, root } = image;
  const isListed = await repository.putManifest(sbom.manifest.descriptor.digest, sbom.manifest);
  if (!isListed) await listUnderTag(repository, root, sbom.listed);
  return { sent, there };
}

/**
 * A registry that keeps no list of attachments is given one, under the tag where clients then look.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 */
async function listUnderTag(repository: Repository, subject: Blob, listed: Descriptor): Promise<void> {
  const tag = subject.descriptor.digest.replace(':', '-');
  const found = await repository.manifest(tag);
  const others = found !== undefined && isIndex(found.document) ? found.document.manifests : [];
  if (others.some(({ digest }) => digest === listed.digest)) return;
  const index = { schemaVersion: 2, mediaType: MEDIA_TYPES.index, manifests: [...others, listed] };
  await repository.putManifest(tag, jsonBlob(MEDIA_TYPES.index, index));
}
