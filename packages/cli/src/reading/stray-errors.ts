import type { AirbyteStream, ErrorTrace } from '@headwater/cdk/protocol';
import { counted } from '../terminal/show.ts';
import { labelOf } from './show-read.ts';
import type { StreamReport } from './stream-report.ts';

/** What a connector said of streams that it was not asked for, an error each: a platform drops it, or fails. */
export function strayErrors(
  reports: readonly StreamReport[],
  asked: readonly AirbyteStream[],
  catalog: readonly AirbyteStream[],
): ErrorTrace[] {
  const has = (streams: readonly AirbyteStream[], { name, namespace }: StreamReport): boolean =>
    streams.some((stream) => stream.name === name && (stream.namespace ?? undefined) === (namespace ?? undefined));
  return reports
    .filter((report) => !has(asked, report))
    .map((report) => ({
      message: `The connector gave ${counted(report.records, 'record')} of a stream "${labelOf(report)}", which ${
        has(catalog, report) ? 'was not asked for' : 'its catalog does not have'
      }.`,
      failure_type: 'system_error',
    }));
}
