import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { CommandError } from '../command-error.ts';
import { DigestCheck, digestOf } from './digest.ts';
import { type FoundManifest, type ImageStore, isIndex } from './image-store.ts';
import { type Descriptor, type ImageIndex, MEDIA_TYPES } from './oci.ts';

/**
 * A folder of images, as other tools write it too.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export class OciLayoutStore implements ImageStore {
  readonly name: string;

  constructor(folder: string) {
    this.name = folder;
  }

  async manifest(reference?: string): Promise<FoundManifest> {
    if (reference !== undefined) return this.#read(reference);
    const document = await this.#index();
    const [only, ...more] = document.manifests;
    if (only !== undefined && more.length === 0) return this.#read(only.digest, only.mediaType);
    const content = JSON.stringify(document);
    return { descriptor: { mediaType: MEDIA_TYPES.index, digest: digestOf(content), size: content.length }, document };
  }

  async blob(descriptor: Descriptor): Promise<Readable> {
    const file = this.#pathOf(descriptor.digest);
    if (!(await exists(file))) throw new CommandError(`${this.name} lacks the content ${descriptor.digest}`);
    return pipeline(createReadStream(file), new DigestCheck(descriptor, this.name), () => {});
  }

  async #index(): Promise<ImageIndex> {
    try {
      const index = JSON.parse(await readFile(join(this.name, 'index.json'), 'utf8')) as ImageIndex;
      // Attachments are no images.
      return { ...index, manifests: index.manifests.filter(({ artifactType }) => artifactType === undefined) };
    } catch (cause) {
      throw new CommandError(`${this.name} is no folder of an image: it needs an index.json, as an OCI layout has it`, {
        exitCode: 2,
        cause,
      });
    }
  }

  async #read(digest: string, mediaType?: string): Promise<FoundManifest> {
    const file = this.#pathOf(digest);
    if (!(await exists(file))) throw new CommandError(`${this.name} lacks the content ${digest}`);
    const content = await readFile(file);
    const found = digestOf(content);
    if (found !== digest)
      throw new CommandError(
        `${this.name} holds other content than it promises: expected the digest ${digest}, got ${found}`,
      );
    const document = JSON.parse(content.toString()) as FoundManifest['document'];
    const type = document.mediaType ?? mediaType ?? (isIndex(document) ? MEDIA_TYPES.index : MEDIA_TYPES.manifest);
    return { descriptor: { mediaType: type, digest, size: content.length }, document };
  }

  #pathOf(digest: string): string {
    return join(this.name, 'blobs', ...digest.split(':', 2));
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
