import { readToolManifest } from '../tool-manifest.ts';

/**
 * The versions that a new project begins with: those that this tool was published with. In the workspace, where they are `catalog:`
 * and `workspace:*`, they stay so.
 */
export async function dependencyVersions(): Promise<Readonly<Record<string, string>>> {
  const { version, dependencies, devDependencies } = await readToolManifest();
  const isSource = import.meta.url.endsWith('.ts');
  return { ...devDependencies, ...dependencies, headwater: isSource ? 'workspace:*' : version };
}
