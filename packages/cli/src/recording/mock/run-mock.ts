import { once } from 'node:events';
import { join, relative, resolve } from 'node:path';
import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';
import type { CommandContext, ExitCode } from '../../command.ts';
import type { MockArguments } from '../../commands/mock.ts';
import { findProject } from '../../project/connector-project.ts';
import { readJsonFile } from '../../project/read-json-file.ts';
import { CONFIG_FILE } from '../open-recording.ts';
import { readRecording } from '../read-recording.ts';
import { startMock } from './start-mock.ts';

/** The `mock` command: serves until the signal. */
export async function runMock(args: MockArguments, { terminal, cwd, signal }: CommandContext): Promise<ExitCode> {
  const { name, fixturesFolder } = await findProject(resolve(cwd, args.project ?? '.'));
  const folder = args.fixtures === undefined ? fixturesFolder : resolve(cwd, args.fixtures);
  const recording = await readRecording(folder);
  const config = await readJsonFile(join(folder, CONFIG_FILE), 'Config');
  const mock = await startMock(recording, {
    port: args.port,
    onRequest({ method, url }, missing) {
      if (args.verbose && missing === undefined) terminal.print(`${method} ${url}`);
      if (missing !== undefined) terminal.warn(missing);
    },
  });
  try {
    const settings = settingsOf(config ?? {}, mock.origins, mock.url);
    terminal.print(`${name}: the recording in ${relative(cwd, folder) || '.'} is served on ${mock.url}`);
    if (settings.size === 0) terminal.print('No setting of the connector says where its API is: use --replay with it.');
    else terminal.print('In the config:');
    for (const [path, value] of settings) terminal.print(`  ${path}: ${value}`);
    terminal.print('Ctrl+C ends it.');
    const result = { command: 'mock', ok: true, url: mock.url, config: Object.fromEntries(settings) };
    terminal.result({ ...result, responses: recording.exchanges.length });
    if (!signal.aborted) await once(signal, 'abort');
    return 0;
  } finally {
    await mock.close();
  }
}

/** The settings that lead to a recorded host, as they lead to the mock. */
function settingsOf(config: JsonValue, origins: readonly string[], url: string, path = ''): Map<string, string> {
  if (typeof config === 'string') {
    const origin = origins.find((one) => config.startsWith(one));
    return new Map(origin === undefined ? [] : [[path, url + config.slice(origin.length)]]);
  }
  if (!isJsonObject(config)) return new Map();
  return new Map(
    Object.entries(config).flatMap(([name, value]) => [
      ...settingsOf(value ?? null, origins, url, path === '' ? name : `${path}.${name}`),
    ]),
  );
}
