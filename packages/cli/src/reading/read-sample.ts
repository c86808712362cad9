import type { AirbyteStream } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import { describeEnd } from '../connector/ask-connector.ts';
import type { OpenConnector } from '../connector/open-connector.ts';
import { counted } from '../terminal/show.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { ReadCollector } from './read-collector.ts';
import { readStreams } from './read-streams.ts';
import type { StreamReport } from './stream-report.ts';

/**
 * Reads the first records of streams from their beginning, keeping no state: `sample` of each report holds all that came. A stream
 * that failed has its `error`, and the records before it.
 *
 * @param limit Records of each stream.
 * @throws CommandError when the connector fails outside of its streams.
 */
export async function readSample(
  connector: OpenConnector,
  streams: readonly AirbyteStream[],
  { limit, terminal }: { readonly limit: number; readonly terminal: Terminal },
): Promise<readonly StreamReport[]> {
  const collector = new ReadCollector({
    sampleSize: limit,
    onMessage: (message) => connector.config.take(message),
  });
  const showProgress = (): void =>
    terminal.progress(() => {
      const records = collector.streams.reduce((sum, stream) => sum + stream.records, 0);
      return `Reading ${streams.map(({ name }) => name).join(', ')}: ${counted(records, 'record')}`;
    });
  const progress = setInterval(showProgress, 200);
  const ends = await readStreams(
    connector,
    { streams, state: undefined, fullRefresh: true, limit, args: [] },
    collector,
  ).finally(() => clearInterval(progress));
  terminal.clearProgress();
  // Part of a sample would make it seem that fields are gone.
  if (connector.start.signal?.aborted === true) throw new CommandError('Stopped before the end.');
  const [error] = collector.errors;
  if (error !== undefined) throw new CommandError(error.message);
  const failedEnd = ends.find(({ exitCode }) => exitCode !== 0);
  if (failedEnd !== undefined && collector.streams.every((stream) => stream.error === undefined)) {
    throw new CommandError(`The read failed: ${describeEnd(failedEnd)}`);
  }
  return collector.streams;
}
