import { streamLabel } from '../protocol/catalog.ts';
import { newRequestCounts, type SourceContext, type StreamContext } from '../streams/contexts.ts';
import { SkippedPartition } from '../streams/skipped-partition.ts';
import type { AnyStream } from '../streams/stream.ts';
import { openProgress } from './progress/open-progress.ts';
import { sliceContextOf } from './progress/slice-context.ts';

/**
 * Reads a stream until its first record, or to the end of its first slice when that has none: what that shows of the API, a
 * further slice would not show better.
 */
export async function readFirstRecord(stream: AnyStream, context: SourceContext): Promise<unknown> {
  const streamContext: StreamContext<any> = {
    ...context,
    streamName: streamLabel(stream),
    syncMode: 'full_refresh',
    state: {},
    readAhead: false,
    requestCounts: newRequestCounts(),
    reportRateLimit() {},
  };
  const progress = await openProgress(stream, {}, context);
  const slices = progress.slices(streamContext);
  try {
    const { done, value: due } = await slices.next();
    if (done === true) return undefined;
    for await (const page of stream.readPages(sliceContextOf(streamContext, due))) {
      for (const record of page) return record;
    }
    return undefined;
  } catch (error) {
    // A partition that a read would leave out is no reason to refuse the config.
    if (error instanceof SkippedPartition) return undefined;
    throw error;
  } finally {
    await slices.return?.();
  }
}
