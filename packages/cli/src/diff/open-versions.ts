import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import type { CommandContext } from '../command.ts';
import type { DiffArguments } from '../commands/diff.ts';
import { secretHider } from '../connector/hide-secrets.ts';
import { KeptConfig } from '../connector/kept-config.ts';
import { readConfigFile } from '../project/config-file.ts';
import { type ConnectorProject, findProject } from '../project/connector-project.ts';
import { CONFIG_FILE } from '../recording/open-recording.ts';
import { fixturePaths, readRecording } from '../recording/read-recording.ts';
import { carryValues } from './carry-values.ts';
import type { Versions } from './compare-stream.ts';
import { isRevision } from './open-project.ts';
import { Version } from './version.ts';

export interface OpenedVersions {
  readonly versions: Versions;
  /** `undefined` when the API itself answers. */
  readonly recordingFolder: string | undefined;
}

interface Projects {
  readonly before: ConnectorProject;
  readonly after: ConnectorProject;
  /** A folder of the project that has the config where the new version is a revision: no repository has secrets. */
  readonly home: string;
}

/** Gives both versions the same config and the same answers. */
export async function openVersions(
  args: DiffArguments,
  { before, after, home }: Projects,
  context: CommandContext,
): Promise<OpenedVersions> {
  const { cwd, env, signal, terminal } = context;
  const recordingFolder = await recordingOf(args, after, cwd);
  const recording = recordingFolder === undefined ? undefined : await readRecording(recordingFolder);
  const recordedConfig = recordingFolder && join(recordingFolder, CONFIG_FILE);
  const isConfigRecorded = recordedConfig !== undefined && existsSync(recordedConfig);
  const keeper = isRevision(args.new) ? await findProject(home) : after;
  const file = await readConfigFile(keeper, args.config ?? (isConfigRecorded ? recordedConfig : undefined), context);
  const config = new KeptConfig(file, terminal, await secretHider(after, terminal, { env, signal }));

  const optionsFor = (other: () => Version): ConstructorParameters<typeof Version>[1] => ({
    config: config.values,
    recording,
    env,
    signal,
    async onConfig(from: JsonObject, to: JsonObject) {
      other().config = carryValues(other().config, from, to);
      const changed = carryValues(config.values, from, to);
      // What a version only wrote in another form is its own matter.
      if (canonicalJson(changed) !== canonicalJson(config.values)) config.keep(changed);
      await config.whenKept();
    },
  });
  const versions: Versions = {
    before: new Version(
      before,
      optionsFor(() => versions.after),
    ),
    after: new Version(
      after,
      optionsFor(() => versions.before),
    ),
    isRecorded: recording !== undefined,
  };
  return { versions, recordingFolder };
}

async function recordingOf(
  { replay }: DiffArguments,
  { fixturesFolder: usual }: ConnectorProject,
  cwd: string,
): Promise<string | undefined> {
  if (replay === false) return undefined;
  if (replay !== undefined) return replay === '' ? usual : resolve(cwd, replay);
  return (await fixturePaths(usual)).length > 0 ? usual : undefined;
}
