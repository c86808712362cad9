import type { ErrorTrace, StreamDescriptor } from '@headwater/cdk/protocol';
import { counted } from '../terminal/show.ts';
import { labelOf } from './show-read.ts';
import type { StreamReport } from './stream-report.ts';

/** What a connector said of streams that it was not asked for, an error each: a platform drops it, or fails. */
export function strayErrors(
  reports: readonly StreamReport[],
  asked: readonly StreamDescriptor[],
  catalog: readonly StreamDescriptor[],
): ErrorTrace[] {
  return reports
    .filter((report) => !isAmong(asked, report))
    .map((report) => ({
      message: `The connector gave ${counted(report.records, 'record')} of a stream "${labelOf(report)}", which ${
        isAmong(catalog, report) ? 'was not asked for' : 'its catalog does not have'
      }.`,
      failure_type: 'system_error',
    }));
}

/** Whether it is one of these streams, by its name and its namespace. */
export function isAmong(streams: readonly StreamDescriptor[], { name, namespace }: StreamDescriptor): boolean {
  return streams.some((stream) => stream.name === name && (stream.namespace ?? '') === (namespace ?? ''));
}
