import { createWriteStream, globSync, statSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packTar } from 'modern-tar/fs';
import type { BuiltImage } from './built-image.ts';
import { type ImageReference, showImageReference } from './image-reference.ts';
import type { Descriptor } from './oci.ts';
import { writeDraftFirst } from './write-draft-first.ts';
import { writeOciLayout } from './write-oci-layout.ts';

/** The first entry of every archive, in the form that the headers of a tar have. */
const FIRST_ENTRY = /^blobs\/[a-z0-9]+\/[0-9a-f]+\0[^]*ustar/;

/** Whether a file is empty or begins as the archives do that {@link writeDockerArchive} writes. */
export async function isDockerArchive(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    return bytesRead === 0 || FIRST_ENTRY.test(buffer.toString('latin1'));
  } finally {
    await handle.close();
  }
}

/**
 * Writes an image of one platform as a file that `docker load` takes, and what else reads an OCI layout out of an archive. What stood
 * there is replaced once all of it is written; when that fails, it stays.
 *
 * @param onBlob Called before each piece.
 */
export function writeDockerArchive(
  file: string,
  image: BuiltImage,
  tags: readonly ImageReference[],
  onBlob: (descriptor: Descriptor) => void = () => {},
): Promise<void> {
  return writeDraftFirst(file, async (draft) => {
    const folder = `${draft}.layout`;
    try {
      await writeOciLayout(folder, image, tags, onBlob);
      await writeFile(join(folder, 'manifest.json'), JSON.stringify(dockerManifest(image, tags)));
      const entries = globSync('**', { cwd: folder })
        .sort()
        .filter((path) => statSync(join(folder, path)).isFile())
        .map((path) => ({ type: 'file', source: join(folder, path), target: path, ...ATTRIBUTES }) as const);
      await pipeline(packTar(entries), createWriteStream(draft));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

const ATTRIBUTES = { mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '', mode: 0o644 };

/** What engines that do not know OCI layouts read. */
function dockerManifest({ platforms }: BuiltImage, tags: readonly ImageReference[]): object {
  return platforms.map(({ config, layers }) => ({
    Config: pathOf(config.descriptor),
    RepoTags: tags.map(showImageReference),
    Layers: layers.map(({ descriptor }) => pathOf(descriptor)),
  }));
}

function pathOf({ digest }: Descriptor): string {
  return `blobs/${digest.replace(':', '/')}`;
}
