import { createWriteStream, globSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packTar } from 'modern-tar/fs';
import type { BuiltImage } from './built-image.ts';
import { type ImageReference, showImageReference } from './image-reference.ts';
import type { Descriptor } from './oci.ts';
import { writeOciLayout } from './write-oci-layout.ts';

/**
 * Writes an image of one platform as a file that `docker load` takes, and what else reads an OCI layout out of an archive. What stood
 * there is replaced once all of it is written; when that fails, it stays.
 *
 * @param onBlob Called before each piece.
 */
export async function writeDockerArchive(
  file: string,
  image: BuiltImage,
  tags: readonly ImageReference[],
  onBlob: (descriptor: Descriptor) => void = () => {},
): Promise<void> {
  const folder = `${file}.${process.pid}.layout`;
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeOciLayout(folder, image, tags, onBlob);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(dockerManifest(image, tags)));
    const entries = globSync('**', { cwd: folder })
      .sort()
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => ({ type: 'file', source: join(folder, path), target: path, ...ATTRIBUTES }) as const);
    await pipeline(packTar(entries), createWriteStream(draft));
    await rename(draft, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(draft, { force: true });
  }
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
