import { streamLabel } from '../protocol/catalog.ts';
import { newRequestCounts, type SourceContext, type StreamContext } from '../streams/contexts.ts';
import type { AnyStream } from '../streams/stream.ts';

/** Reads a stream until its first record, or to its end when it has none. */
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
  for await (const slice of stream.streamSlices(streamContext)) {
    for await (const page of stream.readPages({ ...streamContext, slice })) {
      for (const record of page) return record;
    }
  }
  return undefined;
}
