import { relative } from 'node:path';
import { counted, showCount, truncate } from '../terminal/show.ts';
import { table } from '../terminal/table.ts';
import type { Change } from './change.ts';
import type { StreamComparison } from './compare-stream.ts';

/** What came of comparing two versions. */
export interface DiffOutcome {
  readonly before: ComparedVersion;
  readonly after: ComparedVersion;
  /** `undefined` when the API itself answered. */
  readonly recordingFolder: string | undefined;
  readonly changes: readonly Change[];
  readonly streams: readonly StreamComparison[];
}

export interface ComparedVersion {
  /** As the user wrote it. */
  readonly name: string;
  /** Of its package. */
  readonly version: string;
}

/** Lines of each section: all sections and the table are to fit one screen. */
const LONGEST_SECTION = { breaking: 15, notCompared: 5, harmless: 10, streams: 10 };

const WHAT_TO_DO = '  → Ask the API by --no-replay, or record again with the new version.';

/** A comparison for a person: what breaks first, then the rest, then the numbers of streams that were read differently. */
export function showDiff(
  outcome: DiffOutcome,
  { width, cwd }: { readonly width: number; readonly cwd: string },
): string {
  const { breaking, harmless, notCompared } = sorted(outcome.changes);
  const { before, after, recordingFolder } = outcome;
  const source =
    recordingFolder === undefined ? 'the API' : `the recording in ${relative(cwd, recordingFolder) || '.'}`;
  return [
    `${before.name} (${before.version}) → ${after.name} (${after.version}), answered by ${source}`,
    ...section('Breaks a running connection', breaking, LONGEST_SECTION.breaking),
    ...section('Could not be compared', notCompared, LONGEST_SECTION.notCompared),
    ...(notCompared.length > 0 && recordingFolder !== undefined ? [WHAT_TO_DO] : []),
    ...section('Does no harm', harmless, LONGEST_SECTION.harmless),
    ...streamLines(outcome.streams),
    '',
    lastLine(outcome),
  ]
    .map((line) => truncate(line, width))
    .join('\n');
}

/** A comparison for a program. */
export function diffResult({ before, after, recordingFolder, changes, streams }: DiffOutcome): {
  readonly ok: boolean;
  readonly [name: string]: unknown;
} {
  const { breaking, harmless, notCompared } = sorted(changes);
  return {
    command: 'diff',
    ok: breaking.length === 0 && notCompared.length === 0,
    old: before,
    new: after,
    recording: recordingFolder ?? null,
    breaking: breaking.map(toJson),
    notCompared: notCompared.map(toJson),
    harmless: harmless.map(toJson),
    streams: streams.map(({ stream, before: old, after: now, records }) => ({
      stream,
      old,
      new: now,
      records: records ?? null,
    })),
  };
}

interface Sections {
  readonly breaking: readonly Change[];
  readonly notCompared: readonly Change[];
  readonly harmless: readonly Change[];
}

function sorted(changes: readonly Change[]): Sections {
  return {
    breaking: changes.filter(({ isBreaking }) => isBreaking),
    notCompared: changes.filter(({ kind }) => kind === 'not-compared'),
    harmless: changes.filter(({ isBreaking, kind }) => !isBreaking && kind !== 'not-compared'),
  };
}

function toJson({ kind, stream, path, message }: Change): object {
  return { kind, stream: stream ?? null, path: path ?? null, message };
}

function section(title: string, changes: readonly Change[], longest: number): string[] {
  if (changes.length === 0) return [];
  const rows = changes
    .slice(0, longest)
    .map(({ stream, path = '', message }) => [
      stream ?? (path === '' ? 'connector' : 'config'),
      stream === undefined && path !== '' ? `${path}: ${message}` : message,
    ]);
  const [, ...lines] = table([{ title: '' }, { title: '' }], rows).split('\n');
  const more = changes.length - rows.length;
  return ['', title, ...lines, ...(more === 0 ? [] : [`  … and ${more} more; --json has all`])];
}

/** A row for each stream that was read differently. */
function streamLines(streams: readonly StreamComparison[]): string[] {
  const rows = streams.map(({ stream, before, after, records }) => [
    stream,
    movedFrom(before.records, after.records),
    optional(records?.added),
    optional(records?.gone),
    optional(records?.changed),
    movedFrom(before.states, after.states),
    movedFrom(before.requests, after.requests),
  ]);
  const [shown, same] = [rows.filter(isDifferent), rows.filter((row) => !isDifferent(row))];
  const more = shown.length - LONGEST_SECTION.streams;
  const lines: string[] = [];
  if (shown.length > 0) {
    const columns = ['stream', 'records', 'added', 'gone', 'changed', 'states', 'requests'].map((title, index) => ({
      title,
      align: index === 0 ? ('left' as const) : ('right' as const),
    }));
    lines.push('', table(columns, shown.slice(0, LONGEST_SECTION.streams)));
  }
  if (more > 0) lines.push(`  … and ${more} more`);
  if (same.length > 0)
    lines.push('', `Read the same: ${same.map(([stream, records]) => `${stream} (${records})`).join(', ')}`);
  return lines.flatMap((line) => line.split('\n'));
}

function isDifferent([, ...numbers]: readonly string[]): boolean {
  const [records = '', added, gone, changed, states = '', requests = ''] = numbers;
  return [records, states, requests].some((text) => text.includes('→')) || [added, gone, changed].some(Boolean);
}

function movedFrom(before: number, after: number): string {
  return before === after ? showCount(after) : `${showCount(before)} → ${showCount(after)}`;
}

function optional(count: number | undefined): string {
  return count === undefined || count === 0 ? '' : showCount(count);
}

function lastLine({ changes, streams }: DiffOutcome): string {
  const { breaking, notCompared } = sorted(changes);
  const open = notCompared.length === 0 ? '' : `, ${notCompared.length} could not be compared`;
  if (breaking.length > 0) {
    return `${breaking.length} of ${counted(changes.length, 'difference')} ${breaking.length === 1 ? 'breaks' : 'break'} a running connection${open}.`;
  }
  if (changes.length === 0) return `No difference in ${counted(streams.length, 'stream')}.`;
  return `Nothing breaks a running connection${open}: ${counted(changes.length, 'difference')}.`;
}
