import type { AirbyteStream, StreamState } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import type { OpenConnector } from '../connector/open-connector.ts';
import { type ConnectorEnd, startConnector } from '../connector/start-connector.ts';
import type { StateFile } from '../project/state-file.ts';
import type { ReadCollector } from './read-collector.ts';

export interface ReadPlan {
  readonly streams: readonly AirbyteStream[];
  /** Where to go on from. */
  readonly state: StateFile | undefined;
  readonly fullRefresh: boolean;
  /** Records of each stream after which its read is ended. */
  readonly limit: number | undefined;
  readonly args: readonly string[];
}

/** Reads streams into a collector: all in one run or, when each has a limit, one after another, each ended when it is reached. */
export async function readStreams(
  connector: OpenConnector,
  plan: ReadPlan,
  collector: ReadCollector,
): Promise<ConnectorEnd[]> {
  for (const { name, namespace } of plan.streams) {
    const report = collector.report(namespace === undefined ? { name } : { name, namespace });
    const before: StreamState | undefined = plan.state?.of(name);
    if (before !== undefined) report.stateBefore = before;
  }
  if (plan.limit === undefined) return [await runOnce(connector, plan, plan.streams, collector)];
  const ends: ConnectorEnd[] = [];
  for (const stream of plan.streams) {
    if (connector.start.signal?.aborted === true) break;
    ends.push(await runOnce(connector, plan, [stream], collector));
  }
  return ends;
}

async function runOnce(
  { project, start }: OpenConnector,
  { state, fullRefresh, limit, args }: ReadPlan,
  streams: readonly AirbyteStream[],
  collector: ReadCollector,
): Promise<ConnectorEnd> {
  const enough = new AbortController();
  const signal = start.signal === undefined ? enough.signal : AbortSignal.any([start.signal, enough.signal]);
  const end = await startConnector(project, {
    ...start,
    command: 'read',
    args: [...(start.args ?? []), ...args],
    catalog: configured(streams, fullRefresh),
    state: state?.toWire(),
    signal,
    onLine(line) {
      // Whatever a connector still says after that belongs to nobody.
      if (enough.signal.aborted) return;
      const report = collector.add(line);
      if (report === undefined || report.records !== limit) return;
      report.isLimited = true;
      enough.abort();
    },
  });
  return enough.signal.aborted ? { ...end, exitCode: 0, signal: null } : end;
}

/** The catalog that asks for everything that streams can give. */
function configured(streams: readonly AirbyteStream[], fullRefresh: boolean): object {
  return {
    streams: streams.map((stream) => ({
      stream,
      sync_mode: !fullRefresh && stream.supported_sync_modes.includes('incremental') ? 'incremental' : 'full_refresh',
      destination_sync_mode: 'append',
    })),
  };
}

/**
 * The streams that were asked for by name; all when none was.
 *
 * @throws CommandError that lists those there are when one does not exist.
 */
export function selectStreams(all: readonly AirbyteStream[], names: readonly string[]): readonly AirbyteStream[] {
  const missing = names.filter((name) => !all.some((stream) => stream.name === name));
  if (missing.length > 0) {
    const available = all.map(({ name }) => name).join(', ');
    throw new CommandError(`No stream "${missing.join('", "')}". Streams: ${available}`, { exitCode: 2 });
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
