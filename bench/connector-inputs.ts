import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';

/** The files that a connector's command line names. */
export interface ConnectorInputs {
  /** Writes a config, and gives its path. */
  readonly config: (config: object) => string;
  /** The path of a configured catalog with the stream `orders`, full refresh. */
  readonly ordersCatalog: string;
}

/** Keeps input files in `folder`, which is made when it is not there. */
export function connectorInputs(folder: string): ConnectorInputs {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: object): string => {
    const text = JSON.stringify(content);
    const path = `${folder}/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.json`;
    writeFileSync(path, text);
    return path;
  };
  const stream = { name: 'orders', json_schema: {}, supported_sync_modes: ['full_refresh'] };
  const configured = { stream, sync_mode: 'full_refresh', destination_sync_mode: 'append' };
  return {
    config: (config) => write('config', config),
    ordersCatalog: write('catalog', { streams: [configured] }),
  };
}
