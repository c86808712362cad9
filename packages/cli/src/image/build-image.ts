import { bundleConnector } from '../bundling/bundle-connector.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { attach } from './attach.ts';
import { type Base, readBaseImage } from './base-image.ts';
import { type Blob, jsonBlob } from './blob.ts';
import type { BuiltImage, PlatformImage } from './built-image.ts';
import { bundledPackages } from './bundled-packages.ts';
import { compilesFor, makeCompileCache } from './compile-cache.ts';
import { connectorConfig } from './image-config.ts';
import { makeLayer } from './layer.ts';
import { MEDIA_TYPES, type Platform } from './oci.ts';
import { SBOM_TYPE, sbom } from './sbom.ts';

export interface BuildOptions {
  readonly project: ConnectorProject;
  readonly base: Base;
  readonly platforms: readonly Platform[];
  /** What the image is called, without a registry. */
  readonly name: string;
  /** The time that everything in it carries. */
  readonly created: Date;
  /** Whether to bring code compiled, for platforms that this machine's Node compiles for. */
  readonly compileCache: boolean;
}

/**
 * Puts a connector's image together, with nothing but the sources and the base. The same of both give the same digest.
 *
 * @throws CommandError when the connector cannot be bundled, or the base has nothing for a platform.
 */
export async function buildImage(options: BuildOptions): Promise<BuiltImage> {
  const { project, base, created, name } = options;
  const { main, sources } = await bundleConnector(project);
  const app = await makeLayer({ 'app/main.cjs': main }, { createdBy: 'headwater build: the connector', time: created });
  const platforms: PlatformImage[] = [];
  for (const platform of options.platforms) {
    const { config: baseConfig, layers: baseLayers } = await readBaseImage(base, platform);
    const layers = [app];
    if (options.compileCache && compilesFor(baseConfig)) {
      const files = Object.entries(await makeCompileCache(main)).map(([path, content]) => [`app/${path}`, content]);
      layers.push(
        await makeLayer(Object.fromEntries(files), { createdBy: 'headwater build: its compiled code', time: created }),
      );
    }
    const { version } = project;
    const config = jsonBlob(MEDIA_TYPES.config, connectorConfig(baseConfig, { name, version, layers, created }));
    const allLayers = [...baseLayers, ...layers.map(({ blob }) => blob)];
    const manifest = manifestBlob(config, allLayers, base);
    platforms.push({ platform, manifest, config, layers: allLayers, ownLayers: layers.length });
  }
  const root = rootOf(platforms);
  const bill = sbom({
    name: project.name,
    version: project.version,
    packages: await bundledPackages(project.root, sources),
    base: { name: base.name, digest: base.found.descriptor.digest },
  });
  return { root, platforms, sbom: attach(root, jsonBlob(SBOM_TYPE, bill)) };
}

function manifestBlob(config: Blob, layers: readonly Blob[], { name, found }: Base): Blob {
  return jsonBlob(MEDIA_TYPES.manifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => descriptor),
    annotations: {
      'org.opencontainers.image.base.digest': found.descriptor.digest,
      'org.opencontainers.image.base.name': name,
    },
  });
}

/** One platform needs no index, and Docker's tools are better at home without one. */
function rootOf(platforms: readonly PlatformImage[]): Blob {
  const [only, ...more] = platforms;
  if (only !== undefined && more.length === 0) return only.manifest;
  return jsonBlob(MEDIA_TYPES.index, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: platforms.map(({ platform, manifest }) => ({ ...manifest.descriptor, platform })),
  });
}
