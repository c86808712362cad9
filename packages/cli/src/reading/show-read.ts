import { relative } from 'node:path';
import { type ErrorTrace, writeJson } from '@headwater/cdk/protocol';
import { counted, fitLines, showBytes, showCount, showName, showTime, truncate } from '../terminal/show.ts';
import { type Column, table } from '../terminal/table.ts';
import { showState } from './show-state.ts';
import type { StreamReport } from './stream-report.ts';

const COLUMNS: readonly Column[] = [
  { title: 'stream' },
  { title: 'result' },
  { title: 'records', align: 'right' },
  { title: 'pages', align: 'right' },
  { title: 'requests', align: 'right' },
  { title: 'retries', align: 'right' },
  { title: 'waits', align: 'right' },
  { title: 'bytes', align: 'right' },
  { title: 'time', align: 'right' },
  { title: 'state before' },
  { title: 'state after' },
];
const LONGEST_STATE = 40;

/** How a read went as a whole. */
export interface ReadOutcome {
  readonly streams: readonly StreamReport[];
  /** What went wrong outside of a stream. */
  readonly errors: readonly ErrorTrace[];
  /** The user ended it. */
  readonly isStopped: boolean;
  /** How the connector ended, where that was not with exit code 0. Said only if nothing else explains it. */
  readonly unexplainedEnd: string | undefined;
  readonly isOk: boolean;
  /** Where the state was kept. */
  readonly stateFile: string | undefined;
  readonly elapsedMs: number;
}

/** A read for a person: the table, the records that were asked for, what went wrong, and a last line with the sums. */
export function showRead(
  outcome: ReadOutcome,
  { width, cwd }: { readonly width: number; readonly cwd: string },
): string {
  const { streams, errors, stateFile, elapsedMs } = outcome;
  const failures = [...failureLines(streams), ...errors.map(({ message }) => message)];
  if (outcome.isStopped) failures.push('Stopped before the end.');
  else if (outcome.unexplainedEnd !== undefined && failures.length === 0)
    failures.push(`The read failed: ${outcome.unexplainedEnd}`);
  const records = streams.reduce((sum, stream) => sum + stream.records, 0);
  const kept = stateFile === undefined ? '' : ` The state is in ${relative(cwd, stateFile)}.`;
  return [
    readTable(streams, width),
    ...sampleLines(streams, width),
    '',
    ...failures,
    `${counted(records, 'record')} in ${showTime(elapsedMs)}.${kept}`,
  ].join('\n');
}

/** A read for a program. */
export function readResult({ streams, errors, isOk, stateFile, elapsedMs }: ReadOutcome): object {
  return { command: 'read', ok: isOk, elapsedMs, stateFile: stateFile ?? null, streams, errors };
}

/** What a read did, a row a stream; what never happened (retries, waits, failures) has no column. */
function readTable(streams: readonly StreamReport[], width: number): string {
  const rows = streams.map((stream) => [
    labelOf(stream),
    resultOf(stream),
    showCount(stream.records),
    optional(stream.pages, showCount),
    optional(stream.requests, showCount),
    stream.retries === 0 ? '' : optional(stream.retries, showCount),
    stream.waitedMs === 0 ? '' : optional(stream.waitedMs, showTime),
    showBytes(stream.bytes),
    optional(stream.elapsedMs, showTime),
    truncate(showState(stream.stateBefore), LONGEST_STATE),
    truncate(showState(stream.stateAfter), LONGEST_STATE),
  ]);
  return fitLines(table(COLUMNS, rows), width);
}

/** The records that were kept of each stream, a line each. */
function sampleLines(streams: readonly StreamReport[], width: number): string[] {
  return streams
    .filter(({ sample }) => sample.length > 0)
    .flatMap((stream) => [
      '',
      labelOf(stream),
      ...stream.sample.map((record) => truncate(`  ${writeJson(record)}`, width)),
    ]);
}

/** Why streams failed, a line each. */
function failureLines(streams: readonly StreamReport[]): string[] {
  return streams.flatMap((stream) =>
    stream.error === undefined
      ? []
      : [`${labelOf(stream)} failed (${stream.error.failureType}): ${stream.error.message}`],
  );
}

export function labelOf({ name, namespace }: Pick<StreamReport, 'name' | 'namespace'>): string {
  return showName(namespace === undefined ? name : `${namespace}.${name}`);
}

function resultOf({ status, isLimited, records }: StreamReport): string {
  if (isLimited) return 'ended at the limit';
  if (status === 'COMPLETE') return '';
  if (status !== undefined) return 'incomplete';
  return records === 0 ? 'not read' : 'no status';
}

function optional<TValue>(value: TValue | undefined, show: (value: TValue) => string): string {
  return value === undefined ? '' : show(value);
}
