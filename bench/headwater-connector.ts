import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { type ConnectorInputs, connectorInputs } from './connector-inputs.ts';

/** The example connector, built as it is shipped. */
export interface HeadwaterConnector {
  /** The file that `node` runs. */
  readonly main: string;
  readonly inputs: ConnectorInputs;
}

const home = `${import.meta.dirname}/../packages/source-example`;

/**
 * Builds the example connector and takes a copy of it into `folder`, so that a build at the same time changes nothing.
 *
 * @param options.build whether to build it when it has been built before
 */
export function headwaterConnector(folder: string, options: { readonly build: boolean }): HeadwaterConnector {
  if (options.build || !existsSync(`${home}/dist/source-example.js`)) {
    const headwater = `${home}/../cli/headwater.js`;
    execFileSync(process.execPath, [headwater, 'bundle', '--project', home], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  cpSync(`${home}/dist`, `${folder}/headwater`, { recursive: true });
  return { main: `${folder}/headwater/source-example.js`, inputs: connectorInputs(`${folder}/inputs`) };
}
