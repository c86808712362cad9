import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BuiltImage, contentOf, manifestsOf } from './built-image.ts';
import type { ImageReference } from './image-reference.ts';
import { layoutIndex } from './layout-index.ts';
import type { Descriptor } from './oci.ts';

/**
 * Writes an image as a folder that other tools read: an OCI layout. What stood there is replaced once all of it is written; when that
 * fails, it stays.
 *
 * @param onBlob Called before each piece.
 */
export async function writeOciLayout(
  folder: string,
  image: BuiltImage,
  tags: readonly ImageReference[],
  onBlob: (descriptor: Descriptor) => void = () => {},
): Promise<void> {
  const draft = `${folder}.${process.pid}.tmp`;
  const old = `${folder}.${process.pid}.old`;
  try {
    await mkdir(join(draft, 'blobs/sha256'), { recursive: true });
    await mkdir(dirname(folder), { recursive: true });
    for (const blob of [...contentOf(image), ...manifestsOf(image)]) {
      onBlob(blob.descriptor);
      const [algorithm = '', hash = ''] = blob.descriptor.digest.split(':');
      await mkdir(join(draft, 'blobs', algorithm), { recursive: true });
      await pipeline(await blob.open(), createWriteStream(join(draft, 'blobs', algorithm, hash)));
    }
    await writeFile(join(draft, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
    await writeFile(join(draft, 'index.json'), JSON.stringify(layoutIndex(image, tags)));
    await rename(folder, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}
