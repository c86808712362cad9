import type { ProjectChoices } from './choices.ts';
import { SETTINGS } from './package-manager.ts';
import type { ProjectName } from './project-name.ts';

interface Manifest {
  name: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** The package.json of a project: with its own name, real versions, and what the package manager must be told. */
export function composeManifest(
  text: string,
  {
    name,
    choices,
    versions,
  }: { name: ProjectName; choices: ProjectChoices; versions: Readonly<Record<string, string>> },
): string {
  const { bringsNode, installScripts } = SETTINGS[choices.packageManager];
  const manifest = JSON.parse(text) as Manifest;
  manifest.name = name.package;
  if (!bringsNode) delete manifest.devDependencies['node'];
  for (const dependencies of [manifest.dependencies, manifest.devDependencies]) {
    for (const [dependency, version] of Object.entries(dependencies)) {
      dependencies[dependency] = versions[dependency] ?? version;
    }
  }
  return `${JSON.stringify({ ...manifest, ...installScripts }, null, 2)}\n`;
}
