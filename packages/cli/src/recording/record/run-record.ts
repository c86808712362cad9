import { join, resolve } from 'node:path';
import { secretValues } from '@headwater/cdk/testing';
import type { CommandContext, ExitCode } from '../../command.ts';
import type { RecordArguments } from '../../commands/record.ts';
import { askConnector } from '../../connector/ask-connector.ts';
import { openConnector } from '../../connector/open-connector.ts';
import { refuseForeignFolder } from '../../project/refuse-foreign-folder.ts';
import { namedSecrets } from '../../project/named-secrets.ts';
import { readJsonFile } from '../../project/read-json-file.ts';
import { showPath } from '../../terminal/show.ts';
import { showJson } from '../../terminal/show-json.ts';
import { CONFIG_FILE } from '../open-recording.ts';
import { FACTS_FILE, fixturePaths } from '../read-recording.ts';
import { findSecrets } from '../scrub/find-secrets.ts';
import { type ScrubRules, Scrubber } from '../scrub/scrubber.ts';
import { captureExchanges } from './capture-exchanges.ts';
import { fitTracks } from './fit-tracks.ts';
import { fixtureFiles, folderOf } from './fixture-files.ts';
import { refuseSecrets } from './refuse-secrets.ts';
import { scrubKey } from './scrub-key.ts';
import { recordResult, showRecording } from './show-recording.ts';
import { toTracks } from './track.ts';
import { trims } from './trim-tracks.ts';
import { writeRecording } from './write-recording.ts';

/** What an author wrote about fields that are personal, or not, beside the fixtures. */
const RULES_FILE = 'scrub.json';

/** The `record` command: asks the API, scrubs, trims, replays, and writes when all of that went well. */
export async function runRecord(args: RecordArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, cwd, env, signal } = context;
  const connector = await openConnector({ ...args, traceHttp: undefined }, context);
  const { project } = connector;
  const config = connector.config.values;
  const folder = args.fixtures === undefined ? project.fixturesFolder : resolve(cwd, args.fixtures);
  await refuseForeignFolder(
    {
      path: folder,
      option: `--fixtures ${args.fixtures ?? showPath(folder, cwd)}`,
      kind: 'a recording',
      isOwn: async (names) =>
        names.includes(FACTS_FILE) ||
        names.every((name) => name === RULES_FILE) ||
        (await fixturePaths(folder)).length > 0,
    },
    project,
  );
  const startedAt = performance.now();
  const recordedAt = new Date();
  const rules = ((await readJsonFile(join(folder, RULES_FILE), 'Rules')) ?? {}) as ScrubRules;
  const { spec } = await askConnector(project, 'SPEC', { command: 'spec', env, signal });

  const capture = await captureExchanges(connector, { streams: args.stream, maxRequests: args.maxRequests, terminal });
  const secrets = capture.configs.flatMap((one) => [
    ...secretValues(spec.connectionSpecification, one),
    ...namedSecrets(one),
  ]);
  const tokens = findSecrets(capture.exchanges);
  const scrubber = new Scrubber({ key: await scrubKey(project.privateFolder, env), secrets, tokens, rules });
  const tracks = toTracks(scrubber.scrubAll(capture.exchanges));
  const cleanConfig = scrubber.scrubConfig(config, await readJsonFile(join(folder, CONFIG_FILE), 'Config'));
  const fitted = await fitTracks(connector, tracks, capture, {
    config: cleanConfig,
    recordedAt,
    trims: trims(args.records, args.pages),
    terminal,
  });

  const fixtures = fixtureFiles(fitted.tracks);
  const files = new Map([...fixtures, [CONFIG_FILE, cleanConfig] as const].map(toText));
  refuseSecrets(files, fitted.tracks, scrubber);
  const owners = args.stream.length === 0 ? undefined : [...new Set(tracks.map(({ owner }) => owner))];
  const cursors = Object.fromEntries(
    fitted.tracks.flatMap(({ owner, cursorPath }) => (cursorPath === undefined ? [] : [[folderOf(owner), cursorPath]])),
  ) as Record<string, readonly string[]>;
  await writeRecording(folder, files, { recordedAt: recordedAt.toISOString(), cursors }, owners);

  const outcome = {
    folder: showPath(folder, cwd),
    streams: capture.streams.map(({ stream: { name }, records, requests }) => ({
      name,
      requests,
      records,
      keptRequests: fitted.tracks.filter(({ owner }) => owner === name).length,
      keptRecords: fitted.records.get(name) ?? 0,
    })),
    files: files.size + 1,
    bytes: [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    replaced: Object.fromEntries([...scrubber.found].map(([kind, values]) => [kind, values.size])),
    secrets: new Set([...secrets, ...tokens]).size,
    elapsedMs: Math.round(performance.now() - startedAt),
  };
  terminal.print(showRecording(outcome));
  terminal.result(recordResult(outcome));
  return 0;
}

function toText([path, content]: readonly [string, object]): [string, string] {
  return [path, `${showJson(content)}\n`];
}
