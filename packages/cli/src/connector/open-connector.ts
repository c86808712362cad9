import { resolve } from 'node:path';
import type { CommandContext } from '../command.ts';
import type { RequestArguments } from '../commands/common-options.ts';
import { type ConfigFile, readConfigFile } from '../project/config-file.ts';
import { type ConnectorProject, findProject } from '../project/connector-project.ts';
import type { StartOptions } from './start-connector.ts';

/** A project with its config, ready to be run. */
export interface OpenConnector {
  readonly project: ConnectorProject;
  readonly config: ConfigFile;
  /** What every run of it is started with. */
  readonly start: Pick<StartOptions, 'config' | 'args' | 'env' | 'signal'>;
}

/** Finds the project and the config that the arguments mean. */
export async function openConnector(args: RequestArguments, context: CommandContext): Promise<OpenConnector> {
  const { cwd, env, signal } = context;
  const project = await findProject(resolve(cwd, args.project ?? '.'));
  const config = await readConfigFile(project, args.config, context);
  const trace = args.traceHttp === undefined ? [] : ['--trace-http', resolve(cwd, args.traceHttp)];
  return { project, config, start: { config: config.values, args: trace, env, signal } };
}
