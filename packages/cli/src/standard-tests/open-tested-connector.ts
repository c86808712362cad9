import { resolve } from 'node:path';
import type { JsonObject } from '@headwater/cdk/protocol';
import type { CommandContext } from '../command.ts';
import type { TestArguments } from '../commands/test.ts';
import { openConnector, recordingFolder } from '../connector/open-connector.ts';
import { readConfigFile } from '../project/config-file.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import { readRecording } from '../recording/read-recording.ts';
import { TEST_NAMES } from './all-tests.ts';
import { killConnector } from './resume/kill-connector.ts';
import { NotTestable } from './standard-test.ts';
import { liveApi, recordedApi } from './subject/api-access.ts';
import { carryConfig } from './subject/carry-config.ts';
import { connectorRunner } from './subject/run-connector.ts';
import { TestedConnector } from './subject/tested-connector.ts';
import { readTestSettings, type TestSettings } from './test-settings.ts';

/** Where an author can keep a config that the API refuses. */
const INVALID_CONFIG = 'secrets/invalid_config.json';

export interface OpenTestedConnector {
  readonly project: ConnectorProject;
  readonly settings: TestSettings;
  readonly connector: TestedConnector;
  /** Resolves when all that the connector changed in its config is kept. */
  readonly whenKept: () => Promise<void>;
}

/** The connector that the arguments mean, as its tests see it. */
export async function openTestedConnector(args: TestArguments, context: CommandContext): Promise<OpenTestedConnector> {
  const { cwd, env, signal } = context;
  const { project, config, replay } = await openConnector({ ...args, traceHttp: undefined }, context);
  // Each run gets a replay of its own, which begins with the first response.
  await replay?.close();
  const api =
    args.replay === undefined
      ? liveApi(env)
      : recordedApi(await readRecording(recordingFolder(args.replay, project, cwd)), env);
  const settings = await readTestSettings(project, TEST_NAMES);
  const timeLimitMs = args.timeout * 1000;
  const run = connectorRunner(project, { api, env, signal, timeLimitMs });
  const given = config.values;
  const connector = new TestedConnector({
    run: api.kind === 'live' ? carryConfig(run, config) : run,
    async killAnywhere(streams) {
      // Whether it changes its config is known when it has read; a token of a process that is ended is lost.
      if (api.kind === 'live') await connector.readAll();
      if (config.values !== given) throw new NotTestable('the connector changes its config while it runs');
      return killConnector(project, { config: given, api, limitMs: timeLimitMs }, streams);
    },
    api: api.kind,
    config: given,
    invalidConfig: await readInvalidConfig(project, context),
    streams: args.stream,
    settings,
  });
  return { project, settings, connector, whenKept: () => config.whenKept() };
}

/** A config that the API refuses; `undefined` where the author wrote none. */
async function readInvalidConfig(project: ConnectorProject, context: CommandContext): Promise<JsonObject | undefined> {
  const file = resolve(project.root, INVALID_CONFIG);
  if ((await readJsonFile(file, 'Config')) === undefined) return undefined;
  return (await readConfigFile(project, file, context)).values;
}
