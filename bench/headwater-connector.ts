import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleConnector } from '../packages/cli/src/bundling/bundle-connector.ts';
import { compileCacheVariables, makeCompileCache } from '../packages/cli/src/image/compile-cache.ts';
import { ENTRYPOINT } from '../packages/cli/src/image/image-config.ts';
import { findProject } from '../packages/cli/src/project/connector-project.ts';
import { type ConnectorInputs, connectorInputs } from './connector-inputs.ts';
import type { NodeCall } from './run-process.ts';

/** The example connector as its image holds it. */
export interface HeadwaterConnector {
  /** How it is started, without a command. */
  readonly start: NodeCall;
  readonly inputs: ConnectorInputs;
}

const home = join(import.meta.dirname, '../packages/source-example');

/** Puts what is in the example connector's image into `folder`: the bundle, and the code compiled from it. */
export async function headwaterConnector(folder: string): Promise<HeadwaterConnector> {
  const { main } = await bundleConnector(await findProject(home));
  const app = join(folder, 'app');
  const compiled = process.platform === 'linux' ? await makeCompileCache(main) : {};
  for (const [path, content] of Object.entries({ 'main.cjs': main, ...compiled })) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), content);
  }
  return {
    start: { args: [...ENTRYPOINT.slice(1, -1), join(app, 'main.cjs')], env: compileCacheVariables(app) },
    inputs: connectorInputs(`${folder}/inputs`),
  };
}
