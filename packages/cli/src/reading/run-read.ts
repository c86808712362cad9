import { relative, resolve } from 'node:path';
import type { AirbyteMessage } from '@headwater/cdk/protocol';
import type { CommandContext, ExitCode } from '../command.ts';
import type { ReadArguments } from '../commands/read.ts';
import { askConnector, describeEnd } from '../connector/ask-connector.ts';
import { keepChangedConfig } from '../connector/keep-changed-config.ts';
import { openConnector } from '../connector/open-connector.ts';
import { StateFile } from '../project/state-file.ts';
import { showCount, showTime } from '../terminal/show.ts';
import { ReadCollector } from './read-collector.ts';
import { readStreams, selectStreams } from './read-streams.ts';
import { failureLines, readTable, sampleLines } from './show-read.ts';
import { StateKeeper } from './state-keeper.ts';

/** The `read` command. */
export async function runRead(args: ReadArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const connector = await openConnector(args, context);
  const startedAt = performance.now();
  const stateFile = args.state === false ? undefined : await openState(connector.project, args.state, cwd);
  const { catalog } = await askConnector(connector.project, 'CATALOG', { command: 'discover', ...connector.start });
  const streams = selectStreams(catalog.streams, args.stream);

  const keeper = new StateKeeper(args.limit === undefined && !args.fullRefresh ? stateFile : undefined);
  const changes: Promise<void>[] = [];
  const collector = new ReadCollector({
    sampleSize: args.records ?? 0,
    onMessage(message) {
      if (message.type === 'STATE') keeper.take(message);
      else if (message.type === 'CONTROL') changes.push(keepChangedConfig(message, connector.config, terminal));
      else if (isWorthShowing(message, args.verbose)) terminal.warn(`${message.log.level} ${message.log.message}`);
    },
  });
  const progress = setInterval(() => terminal.progress(() => showProgress(collector)), 200);
  const ends = await readStreams(
    connector,
    {
      streams,
      state: args.fullRefresh ? undefined : stateFile,
      fullRefresh: args.fullRefresh,
      limit: args.limit,
      args: args.concurrency === undefined ? [] : ['--concurrency', String(args.concurrency)],
    },
    collector,
  ).finally(() => clearInterval(progress));
  await Promise.all([keeper.save(), ...changes]);

  const elapsedMs = Math.round(performance.now() - startedAt);
  const failedEnd = ends.find(({ exitCode }) => exitCode !== 0);
  const isOk = failedEnd === undefined && !context.signal.aborted;
  terminal.print(readTable(collector.streams, terminal.columns));
  for (const line of sampleLines(collector.streams, terminal.columns)) terminal.print(line);
  terminal.print();
  for (const line of failureLines(collector.streams)) terminal.print(line);
  for (const { message } of collector.errors) terminal.print(message);
  const hasReason = collector.errors.length > 0 || collector.streams.some(({ error }) => error !== undefined);
  if (failedEnd !== undefined && !hasReason) terminal.print(`The read failed: ${describeEnd(failedEnd)}`);
  const total = collector.streams.reduce((sum, { records }) => sum + records, 0);
  const kept = keeper.path === undefined ? '' : ` The state is in ${relative(cwd, keeper.path)}.`;
  terminal.print(`${showCount(total)} records in ${showTime(elapsedMs)}.${kept}`);
  terminal.result({
    command: 'read',
    ok: isOk,
    elapsedMs,
    stateFile: keeper.path ?? null,
    streams: collector.streams.map(({ sample, ...stream }) =>
      args.records === undefined ? stream : { ...stream, sample },
    ),
    errors: collector.errors,
  });
  return isOk ? 0 : 1;
}

function openState(
  project: Parameters<typeof StateFile.open>[0],
  file: string | undefined,
  cwd: string,
): Promise<StateFile> {
  return file === undefined ? StateFile.open(project) : StateFile.open(project, resolve(cwd, file));
}

/** Warnings and worse; everything with `--verbose`. A stream's failure has a line of its own at the end. */
function isWorthShowing(
  message: AirbyteMessage,
  verbose: boolean,
): message is Extract<AirbyteMessage, { type: 'LOG' }> {
  return message.type === 'LOG' && (verbose || message.log.level === 'WARN');
}

function showProgress(collector: ReadCollector): string {
  const records = collector.streams.reduce((sum, stream) => sum + stream.records, 0);
  const running = collector.streams.filter(({ status }) => status === 'STARTED' || status === 'RUNNING');
  return `Reading ${running.map(({ name }) => name).join(', ')}: ${showCount(records)} records`;
}
