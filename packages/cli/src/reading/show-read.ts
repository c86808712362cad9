import type { JsonObject } from '@headwater/cdk/protocol';
import { writeJson } from '@headwater/cdk/protocol';
import { showBytes, showCount, showTime, truncate } from '../terminal/show.ts';
import { type Column, table } from '../terminal/table.ts';
import { showState } from './show-state.ts';
import type { StreamReport } from './stream-report.ts';

const COLUMNS: readonly Column[] = [
  { title: 'stream' },
  { title: 'records', align: 'right' },
  { title: 'pages', align: 'right' },
  { title: 'requests', align: 'right' },
  { title: 'retries', align: 'right' },
  { title: 'waits', align: 'right' },
  { title: 'bytes', align: 'right' },
  { title: 'time', align: 'right' },
  { title: 'state before' },
  { title: 'state after' },
  { title: 'result' },
];
const LONGEST_STATE = 40;

/** What a read did, a row a stream; what never happened (retries, waits, failures) has no column. */
export function readTable(streams: readonly StreamReport[], width: number): string {
  const rows = streams.map((stream) => [
    labelOf(stream),
    showCount(stream.records),
    optional(stream.pages, showCount),
    optional(stream.requests, showCount),
    stream.retries === 0 ? '' : optional(stream.retries, showCount),
    stream.waitedMs === 0 ? '' : optional(stream.waitedMs, showTime),
    showBytes(stream.bytes),
    optional(stream.elapsedMs, showTime),
    truncate(showState(stream.stateBefore), LONGEST_STATE),
    truncate(showState(stream.stateAfter), LONGEST_STATE),
    resultOf(stream),
  ]);
  return table(COLUMNS, rows)
    .split('\n')
    .map((line) => truncate(line, width))
    .join('\n');
}

/** The records that were kept of each stream, a line each. */
export function sampleLines(streams: readonly StreamReport[], width: number): string[] {
  return streams
    .filter(({ sample }) => sample.length > 0)
    .flatMap((stream) => [
      '',
      labelOf(stream),
      ...stream.sample.map((record: JsonObject) => truncate(`  ${writeJson(record)}`, width)),
    ]);
}

/** Why streams failed, a line each. */
export function failureLines(streams: readonly StreamReport[]): string[] {
  return streams.flatMap((stream) =>
    stream.error === undefined
      ? []
      : [`${labelOf(stream)} failed (${stream.error.failureType}): ${stream.error.message}`],
  );
}

export function labelOf({ name, namespace }: Pick<StreamReport, 'name' | 'namespace'>): string {
  return namespace === undefined ? name : `${namespace}.${name}`;
}

function resultOf({ status, isLimited }: StreamReport): string {
  if (isLimited) return 'ended at the limit';
  if (status === 'COMPLETE') return '';
  return status === undefined ? 'not read' : 'incomplete';
}

function optional<TValue>(value: TValue | undefined, show: (value: TValue) => string): string {
  return value === undefined ? '' : show(value);
}
