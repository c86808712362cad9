import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExampleApi } from '@headwater/example-api';
import type { Connector } from '@headwater/kill-anywhere';
import { bundleFile } from '../packages/cli/src/bundling/bundle-file.ts';
import type { Config } from './connector/config.ts';
import { type ReadSize, type StreamKind, streamsUnderTest } from './stream-kind.ts';

/** The connector that is killed, built and ready. */
export interface SoakConnector {
  /** How it is run to read some streams of an API. */
  readonly reads: (
    kinds: readonly StreamKind[],
    api: ExampleApi,
    size: ReadSize,
    config?: Partial<Config>,
  ) => Connector;
  /** Removes it. */
  readonly remove: () => Promise<void>;
}

/** Builds the connector into a folder of its own. */
export async function soakConnector(): Promise<SoakConnector> {
  const folder = await mkdtemp(join(tmpdir(), 'soak-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const command = [process.execPath, await bundleFile(join(import.meta.dirname, 'connector/main.ts'), folder)];
  return {
    reads: (kinds, api, size, config) => ({
      command,
      config: { api_url: `${api.url}/v1`, api_token: api.token, page_size: size.pageSize, ...config },
      streams: streamsUnderTest(kinds, [size], api.shop),
      args: ['--concurrency', String(size.concurrency)],
    }),
    remove,
  };
}
