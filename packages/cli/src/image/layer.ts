import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { digestOf } from './digest.ts';
import { MEDIA_TYPES } from './oci.ts';
import { type Blob, bytesBlob } from './blob.ts';

/** A layer of an image. */
export interface Layer {
  readonly blob: Blob;
  /** The digest of what it unpacks to, which the image's config lists. */
  readonly diffId: string;
  /** What made it, for `docker history`. */
  readonly createdBy: string;
}

/**
 * Packs files into a layer. The same files give the same bytes: they are sorted, belong to root, and carry the time that is given.
 *
 * @param files Their content by their path from the root: `app/main.cjs`. All may be read by everybody, none may be run.
 */
export async function makeLayer(
  files: Readonly<Record<string, Uint8Array>>,
  { createdBy, time }: { readonly createdBy: string; readonly time: Date },
): Promise<Layer> {
  const paths = Object.keys(files);
  const folders = new Set(paths.flatMap(foldersOf));
  const owner = { mtime: time, uid: 0, gid: 0, uname: '', gname: '' };
  const tar = await packTar(
    [...folders, ...paths].sort().map((path) => {
      const body = files[path];
      return body === undefined
        ? { header: { ...owner, name: path, type: 'directory', mode: 0o755, size: 0 } }
        : { header: { ...owner, name: path, type: 'file', mode: 0o644, size: body.length }, body };
    }),
  );
  const zipped = gzipSync(tar, { level: 9 });
  // The system that zipped it, which differs between machines.
  zipped[9] = 255;
  return { blob: bytesBlob(MEDIA_TYPES.layer, zipped), diffId: digestOf(tar), createdBy };
}

/** `a/`, `a/b/` of `a/b/c`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
}
