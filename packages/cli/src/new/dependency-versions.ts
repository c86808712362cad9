import { readFile } from 'node:fs/promises';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/**
 * The versions that a new project begins with: those that this tool was published with. In the workspace, where they are `catalog:`
 * and `workspace:*`, they stay so.
 */
export async function dependencyVersions(): Promise<Readonly<Record<string, string>>> {
  const isSource = import.meta.url.endsWith('.ts');
  const path = new URL(isSource ? '../../package.json' : '../package.json', import.meta.url);
  const { version, dependencies, devDependencies } = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  return { ...devDependencies, ...dependencies, headwater: isSource ? 'workspace:*' : version };
}
