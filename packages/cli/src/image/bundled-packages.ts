import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** A package of npm that is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/**
 * The packages that the files of a bundle belong to, sorted by name, without the connector's own.
 *
 * @param sources Paths from `root`, as the bundler gives them.
 */
export async function bundledPackages(root: string, sources: readonly string[]): Promise<BundledPackage[]> {
  const packages = new Map<string, BundledPackage>();
  for (const folder of new Set(sources.map((source) => dirname(resolve(root, source))))) {
    const found = await packageOf(folder);
    if (found === undefined || found.folder === root) continue;
    const { name, version, license } = found.manifest;
    const one = { name, version, ...(typeof license === 'string' ? { license } : {}) };
    packages.set(`${name}@${version}`, one);
  }
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** The nearest package.json upwards that names a package: some packages hold further ones that only say how to load their files. */
async function packageOf(folder: string): Promise<{ folder: string; manifest: BundledPackage } | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = await readManifest(join(at, 'package.json'));
    if (manifest?.name !== undefined && manifest.version !== undefined) {
      return { folder: at, manifest: manifest as BundledPackage };
    }
    if (at === dirname(at)) return undefined;
  }
}

async function readManifest(file: string): Promise<Partial<BundledPackage> | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<BundledPackage>;
  } catch {
    return undefined;
  }
}
