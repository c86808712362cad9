import { resolve } from 'node:path';
import type { AirbyteMessage } from '@headwater/cdk/protocol';
import type { CommandContext, ExitCode } from '../command.ts';
import type { RequestArguments } from '../commands/common-options.ts';
import { readConfigFile } from '../project/config-file.ts';
import { type ConnectorProject, findProject } from '../project/connector-project.ts';
import type { Replay } from '../recording/start-replay.ts';
import { secretHider } from './hide-secrets.ts';
import { KeptConfig } from './kept-config.ts';
import type { StartOptions } from './start-connector.ts';

/** A project with its config, ready to be run. */
export interface OpenConnector {
  readonly project: ConnectorProject;
  readonly config: KeptConfig;
  /** What every run of it is started with; `onMessage` takes what it makes of its config. */
  readonly start: RunStart;
  /** What answers it with `--replay`: nothing that it changes is kept then. Whoever opened the connector closes it. */
  readonly replay: Replay | undefined;
}

export interface RunStart extends Pick<StartOptions, 'config' | 'args' | 'env' | 'signal'> {
  readonly onMessage: (message: AirbyteMessage) => void;
}

/** Finds the project and the config that the arguments mean; with `--replay`, starts what answers in place of the API. */
export async function openConnector(args: RequestArguments, context: CommandContext): Promise<OpenConnector> {
  const { cwd, env, signal, terminal } = context;
  const project = await findProject(resolve(cwd, args.project ?? '.'));
  const trace = args.traceHttp === undefined ? [] : ['--trace-http', resolve(cwd, args.traceHttp)];
  if (args.replay === undefined) {
    const file = await readConfigFile(project, args.config, context);
    const config = new KeptConfig(file, terminal, await secretHider(project, terminal, { env, signal }));
    return { project, config, start: startWith(config, { args: trace, env, signal }), replay: undefined };
  }
  const folder = recordingFolder(args.replay, project, cwd);
  const { openRecording } = await import('../recording/open-recording.ts');
  const { replay, configFile } = await openRecording(folder, env);
  try {
    const file = await readConfigFile(project, args.config ?? configFile, context);
    const config = new KeptConfig(file, undefined, await secretHider(project, terminal, { env, signal }));
    const start = startWith(config, { args: trace, env: { ...env, ...replay.env }, signal });
    return { project, config, start, replay };
  } catch (error) {
    await replay.close();
    throw error;
  }
}

function startWith(config: KeptConfig, options: Pick<StartOptions, 'args' | 'env' | 'signal'>): RunStart {
  return {
    get config() {
      return config.values;
    },
    ...options,
    onMessage: (message) => config.take(message),
  };
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
  const { config, replay } = connector;
  try {
    const exitCode = await run(connector);
    return replay === undefined || replay.missing.length === 0 ? exitCode : exitCode || 1;
  } finally {
    await Promise.all([replay?.close(), config.whenKept()]);
    for (const reason of replay?.missing ?? [])
      context.terminal.warn(`${reason}. Run "headwater record" to record it.`);
  }
}
