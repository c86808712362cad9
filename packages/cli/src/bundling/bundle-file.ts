import { dirname } from 'node:path';
import { bundleConnector } from './bundle-connector.ts';
import { writeBundle } from './write-bundle.ts';

/** Bundles a connector that has no project of its own into a folder. Gives the file that Node runs. */
export async function bundleFile(entry: string, folder: string): Promise<string> {
  const project = { root: dirname(entry), entry };
  const [main = ''] = await writeBundle(folder, await bundleConnector(project), project);
  return main;
}
