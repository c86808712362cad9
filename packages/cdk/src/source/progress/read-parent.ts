import type { StreamContext } from '../../streams/contexts.ts';
import type { ParentPage } from '../../streams/stream.ts';
import type { AnyStream } from '../../streams/stream.ts';
import { streamLabel } from '../../protocol/catalog.ts';
import { skipSlice } from './skip-slice.ts';
import { sliceContextOf } from './slice-context.ts';
import { sliceLabel } from './slice-label.ts';
import type { StreamProgress } from './stream-progress.ts';
import { writeJson } from '../../protocol/write-json.ts';

/** Reads a stream for the sake of its children: its pages, and what may be claimed of it after each, but no messages. */
export async function* readParent(
  parent: AnyStream,
  progress: StreamProgress,
  context: StreamContext<any>,
): AsyncGenerator<ParentPage> {
  const syncMode = 'full_refresh';
  let known = writeJson(progress.state() ?? {});
  const slices = progress.slices({ ...context, syncMode });
  for await (const due of { [Symbol.asyncIterator]: () => slices }) {
    try {
      for await (const page of parent.readPages(sliceContextOf({ ...context, syncMode }, due))) {
        const records: object[] = [];
        for (const record of page) {
          if (due.progress.isOld?.(record) === true) continue;
          due.progress.observe(record);
          records.push(record);
        }
        due.endPage();
        const state = progress.state() ?? {};
        const json = writeJson(state);
        yield json === known ? { records } : { records, state };
        known = json;
      }
      due.end();
    } catch (error) {
      if (!skipSlice(error, due, sliceLabel(streamLabel(parent), due.label), context.logger)) throw error;
    }
  }
}
