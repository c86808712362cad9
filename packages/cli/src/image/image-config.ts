import { compileCacheVariables } from './compile-cache.ts';
import type { HistoryEntry, ImageConfig } from './oci.ts';
import type { Layer } from './layer.ts';

/** What a connector's image is started with: the same as in a connector's Dockerfile. */
const NODE_FLAGS = ['--max-semi-space-size=8'];

export const ENTRYPOINT: readonly string[] = ['node', ...NODE_FLAGS, '/app/main.cjs'];

/** By number, so that a cluster that lets no root run can tell. The images of Node name it `node`. */
const USER = '1000:1000';

export interface ConnectorImage {
  /** Of the image, without a registry: `team/source-shop`. */
  readonly name: string;
  readonly version: string;
  readonly layers: readonly Layer[];
  readonly created: Date;
}

/** The config of an image for a connector, on that of its base: what a connector's Dockerfile makes of it. */
export function connectorConfig(base: ImageConfig, { name, version, layers, created }: ConnectorImage): ImageConfig {
  const { Cmd: _, ...config } = base.config ?? {};
  const time = created.toISOString();
  const history: HistoryEntry[] = layers.map(({ createdBy }) => ({ created: time, created_by: createdBy }));
  return {
    ...base,
    created: time,
    config: {
      ...config,
      User: USER,
      Env: withVariables(config.Env, {
        ...compileCacheVariables('/app'),
        AIRBYTE_ENTRYPOINT: ENTRYPOINT.join(' '),
      }),
      Entrypoint: ENTRYPOINT,
      Labels: { ...config.Labels, 'io.airbyte.name': name, 'io.airbyte.version': version },
    },
    rootfs: { type: 'layers', diff_ids: [...base.rootfs.diff_ids, ...layers.map(({ diffId }) => diffId)] },
    history: [...(base.history ?? []), ...history],
  };
}

/** A variable of the base is replaced, where it stands. */
function withVariables(
  list: readonly string[] | null | undefined,
  variables: Readonly<Record<string, string>>,
): string[] {
  const all = new Map((list ?? []).map((entry) => entry.split(/=(.*)/s, 2) as [string, string]));
  for (const [name, value] of Object.entries(variables)) all.set(name, value);
  return [...all].map(([name, value]) => `${name}=${value}`);
}
