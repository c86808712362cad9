import { resolve } from 'node:path';
import { CommandError } from '../command-error.ts';
import type { Base } from './base-image.ts';
import { parseImageReference, showImageReference } from './image-reference.ts';
import type { ImageStore } from './image-store.ts';
import { OciLayoutStore } from './oci-layout-store.ts';
import type { Registries } from './registry/registries.ts';

/**
 * Finds a base: an image of a registry, or a folder, which starts with a dot or a slash.
 *
 * @throws CommandError when it is not there.
 */
export async function openBase(text: string, registries: Registries, cwd: string): Promise<Base> {
  let name = text;
  let store: ImageStore;
  let reference: string | undefined;
  if (/^[./]/.test(text)) store = new OciLayoutStore(resolve(cwd, text));
  else {
    const image = parseImageReference(text);
    name = showImageReference(image);
    store = registries.repository(image);
    reference = image.digest ?? image.tag ?? 'latest';
  }
  const found = await store.manifest(reference);
  if (found !== undefined) return { name, store, found };
  throw new CommandError(`There is no image ${name}: ${store.name} has no ${reference}`);
}
