import type { FarosPeer } from './faros-peer.ts';
import type { HeadwaterConnector } from './headwater-connector.ts';

/** Who takes part, in the order of the table. */
export const CONTESTANT_NAMES = ['headwater', 'got', 'fetch', 'faros'] as const;

export type ContestantName = (typeof CONTESTANT_NAMES)[number];

/** A program that reads all orders and writes them as RECORD lines. */
export interface Contestant {
  readonly name: ContestantName;
  /**
   * The arguments of the `node` that reads them.
   *
   * @param apiUrl where the API is, without a path: `http://127.0.0.1:41873`
   */
  readonly readArgs: (apiUrl: string, pageSize: number) => readonly string[];
}

/** A bare loop: a file of `contestants/` that takes the API's URL and the page size. */
export function bareLoop(name: 'got' | 'fetch'): Contestant {
  const file = `${import.meta.dirname}/contestants/${name}-loop.mjs`;
  return { name, readArgs: (apiUrl, pageSize) => [file, apiUrl, String(pageSize)] };
}

/** A connector that is read by the command line of the Airbyte protocol. */
export function connector(name: 'headwater' | 'faros', { main, inputs }: HeadwaterConnector | FarosPeer): Contestant {
  return {
    name,
    readArgs: (apiUrl, pageSize) => [
      main,
      'read',
      '--config',
      inputs.config({ api_url: `${apiUrl}/v1`, api_token: 'example-token', page_size: pageSize }),
      '--catalog',
      inputs.ordersCatalog,
    ],
  };
}
