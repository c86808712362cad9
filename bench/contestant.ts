import type { FarosPeer } from './faros-peer.ts';
import type { HeadwaterConnector } from './headwater-connector.ts';
import type { NodeCall } from './run-process.ts';

/** Who takes part, in the order of the table. */
export const CONTESTANT_NAMES = ['headwater', 'got', 'fetch', 'faros'] as const;

export type ContestantName = (typeof CONTESTANT_NAMES)[number];

/** A program that reads all orders and writes them as RECORD lines. */
export interface Contestant {
  readonly name: ContestantName;
  /**
   * How `node` is called to read them.
   *
   * @param apiUrl where the API is, without a path: `http://127.0.0.1:41873`
   */
  readonly read: (apiUrl: string, pageSize: number) => NodeCall;
}

/** A bare loop: a file of `contestants/` that takes the API's URL and the page size. */
export function bareLoop(name: 'got' | 'fetch'): Contestant {
  const file = `${import.meta.dirname}/contestants/${name}-loop.mjs`;
  return { name, read: (apiUrl, pageSize) => ({ args: [file, apiUrl, String(pageSize)] }) };
}

/** A connector that is read by the command line of the Airbyte protocol. */
export function connector(name: 'headwater' | 'faros', { start, inputs }: HeadwaterConnector | FarosPeer): Contestant {
  return {
    name,
    read: (apiUrl, pageSize) => {
      const config = inputs.config({ api_url: `${apiUrl}/v1`, api_token: 'example-token', page_size: pageSize });
      const command = ['read', '--config', config, '--catalog', inputs.ordersCatalog];
      return { ...start, args: [...start.args, ...command] };
    },
  };
}
