import { resolve } from 'node:path';
import type { CommandContext } from '../command.ts';
import { type ConnectorProject, findProject } from '../project/connector-project.ts';
import { exportRevision } from './export-revision.ts';

const REVISION = /^git:/;

/** A version of a connector on disk. */
export interface OpenProject {
  readonly project: ConnectorProject;
  /** Removes what was written for it. */
  close(): Promise<void>;
}

export interface OpenOptions extends Pick<CommandContext, 'cwd' | 'env'> {
  /** A folder of the project whose revision is meant. */
  readonly home: string;
}

/** Tells whether an argument names a revision, and no folder. */
export function isRevision(argument: string): boolean {
  return REVISION.test(argument);
}

/** Opens the version that an argument names: a project's folder, or `git:REV` of a project. */
export async function openProject(argument: string, { cwd, env, home }: OpenOptions): Promise<OpenProject> {
  if (!isRevision(argument)) return { project: await findProject(resolve(cwd, argument)), close: async () => {} };
  return exportRevision(await findProject(home), argument.replace(REVISION, ''), env);
}
