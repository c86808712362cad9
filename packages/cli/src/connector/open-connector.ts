import { resolve } from 'node:path';
import type { CommandContext, ExitCode } from '../command.ts';
import type { RequestArguments } from '../commands/common-options.ts';
import { type ConfigFile, readConfigFile } from '../project/config-file.ts';
import { type ConnectorProject, findProject } from '../project/connector-project.ts';
import type { Replay } from '../recording/start-replay.ts';
import type { StartOptions } from './start-connector.ts';

/** A project with its config, ready to be run. */
export interface OpenConnector {
  readonly project: ConnectorProject;
  readonly config: ConfigFile;
  /** What every run of it is started with. */
  readonly start: Pick<StartOptions, 'config' | 'args' | 'env' | 'signal'>;
  /** What answers it with `--replay`: nothing that it changes is kept then. Whoever opened the connector closes it. */
  readonly replay: Replay | undefined;
}

/** Finds the project and the config that the arguments mean; with `--replay`, starts what answers in place of the API. */
export async function openConnector(args: RequestArguments, context: CommandContext): Promise<OpenConnector> {
  const { cwd, env, signal } = context;
  const project = await findProject(resolve(cwd, args.project ?? '.'));
  const trace = args.traceHttp === undefined ? [] : ['--trace-http', resolve(cwd, args.traceHttp)];
  if (args.replay === undefined) {
    const config = await readConfigFile(project, args.config, context);
    // A later run begins with what an earlier one changed: a refresh token may work only once.
    const start = {
      args: trace,
      env,
      signal,
      get config() {
        return config.values;
      },
    };
    return { project, config, start, replay: undefined };
  }
  const folder = recordingFolder(args.replay, project, cwd);
  const { openRecording } = await import('../recording/open-recording.ts');
  const { replay, configFile } = await openRecording(folder, env);
  try {
    const config = await readConfigFile(project, args.config ?? configFile, context);
    const start = { config: config.values, args: trace, env: { ...env, ...replay.env }, signal };
    return { project, config, start, replay };
  } catch (error) {
    await replay.close();
    throw error;
  }
}

/** The folder that `--replay` means. */
export function recordingFolder(replay: string, project: ConnectorProject, cwd: string): string {
  return replay === '' ? project.fixturesFolder : resolve(cwd, replay);
}

/**
 * Opens a connector, runs something with it, and closes it. What was asked for and is not in the recording is said, for a connector
 * may keep to itself what it was answered; the exit code is 1 then.
 */
export async function useConnector(
  args: RequestArguments,
  context: CommandContext,
  run: (connector: OpenConnector) => Promise<ExitCode>,
): Promise<ExitCode> {
  const connector = await openConnector(args, context);
  const { replay } = connector;
  try {
    const exitCode = await run(connector);
    return replay === undefined || replay.missing.length === 0 ? exitCode : exitCode || 1;
  } finally {
    await replay?.close();
    for (const reason of replay?.missing ?? [])
      context.terminal.warn(`${reason}. Run "headwater record" to record it.`);
  }
}
