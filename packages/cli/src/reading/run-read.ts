import { resolve } from 'node:path';
import type { AirbyteMessage } from '@headwater/cdk/protocol';
import type { CommandContext, ExitCode } from '../command.ts';
import type { ReadArguments } from '../commands/read.ts';
import { askConnector, describeEnd } from '../connector/ask-connector.ts';
import { type OpenConnector, useConnector } from '../connector/open-connector.ts';
import { StateFile } from '../project/state-file.ts';
import { counted } from '../terminal/show.ts';
import { ReadCollector } from './read-collector.ts';
import { readStreams, selectStreams } from './read-streams.ts';
import { type ReadOutcome, readResult, showRead } from './show-read.ts';
import { StateKeeper } from './state-keeper.ts';
import { strayErrors } from './stray-errors.ts';

/** The `read` command. */
export function runRead(args: ReadArguments, context: CommandContext): Promise<ExitCode> {
  return useConnector(args, context, (connector) => readOnce(connector, args, context));
}

async function readOnce(connector: OpenConnector, args: ReadArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, cwd } = context;
  const { replay } = connector;
  const startedAt = performance.now();
  // What comes of a recording is no state of the API's.
  const hasState = args.state !== false && (replay === undefined || args.state !== undefined);
  const stateFile = hasState ? await openState(connector.project, args.state || undefined, cwd) : undefined;
  const { catalog } = await askConnector(connector.project, 'CATALOG', { command: 'discover', ...connector.start });
  const streams = selectStreams(catalog.streams, args.stream);

  const keeper = new StateKeeper(args.limit === undefined && !args.fullRefresh ? stateFile : undefined, streams);
  const collector = new ReadCollector({
    sampleSize: args.records ?? 0,
    onMessage(message) {
      connector.config.take(message);
      if (message.type === 'STATE') keeper.take(message);
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
  await keeper.save();
  for (const report of collector.streams) {
    const kept = keeper.of(report.name);
    // A stream that failed before its first state goes on from the one before.
    if (kept !== undefined) report.stateAfter ??= kept;
  }

  const strays = strayErrors(collector.streams, streams, catalog.streams);
  const failedEnd = ends.find(({ exitCode }) => exitCode !== 0);
  const outcome: ReadOutcome = {
    streams: collector.streams,
    errors: [...collector.errors, ...strays],
    isStopped: context.signal.aborted,
    unexplainedEnd: failedEnd && describeEnd(failedEnd),
    isOk: failedEnd === undefined && strays.length === 0 && !context.signal.aborted,
    stateFile: keeper.path,
    elapsedMs: Math.round(performance.now() - startedAt),
  };
  terminal.print(showRead(outcome, { width: terminal.columns, cwd }));
  terminal.result(readResult(outcome));
  return outcome.isOk ? 0 : 1;
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
  if (running.length === 0) return `Reading … ${counted(records, 'record')}`;
  return `Reading ${running.map(({ name }) => name).join(', ')}: ${counted(records, 'record')}`;
}
