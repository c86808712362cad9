import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BuiltImage, contentOf, manifestsOf } from './built-image.ts';
import type { ImageReference } from './image-reference.ts';
import { layoutIndex } from './layout-index.ts';
import type { Descriptor } from './oci.ts';
import { writeDraftFirst } from './write-draft-first.ts';

/** What is in the folder of a layout, and in that of an archive. */
const LAYOUT_NAMES: ReadonlySet<string> = new Set(['oci-layout', 'index.json', 'blobs', 'manifest.json']);

/** Whether the names in a folder are those of an OCI layout, and no others. */
export function isOciLayout(names: readonly string[]): boolean {
  return names.includes('oci-layout') && names.every((name) => LAYOUT_NAMES.has(name));
}

/**
 * Writes an image as a folder that other tools read: an OCI layout. What stood there is replaced once all of it is written; when that
 * fails, it stays.
 *
 * @param onBlob Called before each piece.
 */
export function writeOciLayout(
  folder: string,
  image: BuiltImage,
  tags: readonly ImageReference[],
  onBlob: (descriptor: Descriptor) => void = () => {},
): Promise<void> {
  return writeDraftFirst(folder, async (draft) => {
    await mkdir(join(draft, 'blobs/sha256'), { recursive: true });
    for (const blob of [...contentOf(image), ...manifestsOf(image)]) {
      onBlob(blob.descriptor);
      const [algorithm = '', hash = ''] = blob.descriptor.digest.split(':');
      await mkdir(join(draft, 'blobs', algorithm), { recursive: true });
      await pipeline(await blob.open(), createWriteStream(join(draft, 'blobs', algorithm, hash)));
    }
    await writeFile(join(draft, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
    await writeFile(join(draft, 'index.json'), JSON.stringify(layoutIndex(image, tags)));
  });
}
