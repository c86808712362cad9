import { randomUUID } from 'node:crypto';
import type { ProjectChoices } from './choices.ts';
import { composeProject } from './compose-project.ts';
import { dependencyVersions } from './dependency-versions.ts';
import { parseProjectName } from './project-name.ts';
import { readTemplate } from './template.ts';
import { findPlace, writeProject } from './write-project.ts';

export interface NewProject {
  /** The name of its package. */
  readonly name: string;
  /** Its folder, absolute. */
  readonly folder: string;
  readonly choices: ProjectChoices;
  /** Paths in it. */
  readonly files: readonly string[];
}

export interface CreateOptions {
  readonly name: string;
  /** @default the name without its scope */
  readonly folder?: string | undefined;
  readonly cwd: string;
  readonly choices: ProjectChoices;
}

/**
 * Makes the project of a new connector.
 *
 * @throws CommandError for a name or a place that will not do. Then nothing was written.
 */
export async function createProject({ name, folder, cwd, choices }: CreateOptions): Promise<NewProject> {
  const parsed = parseProjectName(name);
  const target = await findPlace(folder ?? parsed.base, cwd);
  const [template, versions] = await Promise.all([readTemplate(), dependencyVersions()]);
  const files = composeProject(template, { name: parsed, choices, versions, definitionId: randomUUID() });
  await writeProject(files, target);
  return { name, folder: target, choices, files: [...files.keys()].toSorted() };
}
