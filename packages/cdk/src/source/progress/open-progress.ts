import { ConnectorError } from '../../errors/connector-error.ts';
import { streamLabel } from '../../protocol/catalog.ts';
import type { StreamState } from '../../protocol/state.ts';
import type { RunContext } from '../../streams/contexts.ts';
import { cursorsOf } from '../../streams/cursors/cursors-of.ts';
import { ParentPartitions } from '../../streams/partitions/parent-partitions.ts';
import type { Partitions } from '../../streams/stream.ts';
import { type AnyStream, Stream } from '../../streams/stream.ts';
import { PartitionStates } from './partition-states.ts';
import { PartitionedProgress } from './partitioned-progress.ts';
import { SingleProgress } from './single-progress.ts';
import type { StreamProgress } from './stream-progress.ts';

/**
 * The progress of a stream that is read from `startState`.
 *
 * @throws ConfigError when the state is none of this stream's.
 */
export async function openProgress(
  stream: AnyStream,
  startState: StreamState,
  run: RunContext,
): Promise<StreamProgress> {
  const cursors = await cursorsOf(stream, run);
  const partitions = partitionsOf(stream);
  if (partitions === undefined) return new SingleProgress(stream, cursors.open(startState), startState);
  const startedAt = run.clock.now();
  return new PartitionedProgress({
    isResumable: stream.resumable === true,
    partitions,
    cursors,
    states: new PartitionStates({
      stream: streamLabel(stream),
      cursorField: stream.cursorField,
      cursors,
      startState,
      logger: run.logger,
      elapsedSeconds: () => (run.clock.now() - startedAt) / 1000,
    }),
    openProgress: (parent, parentState) => openProgress(parent, parentState, run),
  });
}

function partitionsOf(stream: AnyStream): Partitions<unknown> | undefined {
  const { parent, partitions, windows } = stream;
  const hasPartitions = parent !== undefined || partitions !== undefined;
  const hasOwnSlices = stream.streamSlices !== Stream.prototype.streamSlices;
  // Not to call a method that the author wrote, and say nothing, would be worse.
  if (
    (parent !== undefined && partitions !== undefined) ||
    (hasOwnSlices && (hasPartitions || windows !== undefined))
  ) {
    throw new ConnectorError(
      `Stream "${streamLabel(stream)}" says in two ways which parts it is read in: keep its own streamSlices, or parent, or partitions. ` +
        'To leave out parents, use partitions = new ParentPartitions({ stream, where })',
    );
  }
  return partitions ?? (parent === undefined ? undefined : new ParentPartitions({ stream: parent }));
}
