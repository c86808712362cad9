import { canonicalJson } from './exact-json.ts';
import { eventsOf, isComplete, type ReadRun, type StreamEvent } from './read-run.ts';
import { duplicatesInBounds, duplicatesOf } from './rules/duplicates.ts';
import { lossesOf, nothingLost } from './rules/nothing-lost.ts';
import { processEndsWell } from './rules/process-ends-well.ts';
import { statesCountRecords } from './rules/states-count-records.ts';
import { statusesInOrder } from './rules/statuses-in-order.ts';
import { stopKeepsRecords } from './rules/stop-keeps-records.ts';
import { labelOf, type StreamUnderTest } from './stream-under-test.ts';
import type { Violation } from './violation.ts';

/** What a journey came to for one stream. */
export interface StreamCounts {
  /** Records seen in all runs. */
  readonly records: number;
  readonly duplicates: number;
  readonly lost: number;
}

/** What a journey came to. */
export interface JourneyResult {
  readonly kills: number;
  readonly runs: number;
  readonly streams: Readonly<Record<string, StreamCounts>>;
  readonly violations: readonly Violation[];
}

/** What the runs of a journey are held against. */
export interface CheckJourneyOptions {
  /** All records of each stream, by its label. */
  readonly expected: Readonly<Record<string, readonly unknown[]>>;
  /**
   * Whether records change while they are read: then the last version of each must have been kept, and others may have been seen.
   * @default false
   */
  readonly isChanging?: boolean;
}

/** Holds the runs of one journey against every rule. */
export function checkJourney(
  runs: readonly ReadRun[],
  streams: readonly StreamUnderTest[],
  { expected, isChanging = false }: CheckJourneyOptions,
): JourneyResult {
  const violations: Violation[] = [];
  const say = (rule: string, problems: readonly string[], stream?: string): void => {
    for (const message of problems) violations.push({ rule, message, ...(stream !== undefined && { stream }) });
  };
  for (const [index, run] of runs.entries()) say('the process ends well', inRun(index, processEndsWell(run)));
  const last = runs.at(-1);
  if (last === undefined || !isComplete(last))
    say('the read ends', [
      `after ${runs.length} runs it has not come to its end${last === undefined ? '' : saidIn(last)}`,
    ]);

  const counts: Record<string, StreamCounts> = {};
  for (const stream of streams) {
    const label = labelOf(stream);
    const events = runs.map((run) => eventsOf(run, stream));
    for (const [index, run] of runs.entries())
      checkRun(run, events[index] ?? [], stream, (rule, problems) => say(rule, inRun(index, problems), label));
    const duplicates = duplicatesOf(events);
    const losses = lossesOf(events, expected[label] ?? [], (record) => keyOf(record, stream));
    say('nothing is lost', nothingLost(isChanging ? { ...losses, unknown: [] } : losses), label);
    if (!isChanging) say('few duplicates', duplicatesInBounds(duplicates, stream.mostDuplicates ?? Infinity), label);
    counts[label] = {
      records: events.flat().filter(({ kind }) => kind === 'record').length,
      duplicates: duplicates.reduce((sum, count) => sum + count, 0),
      lost: losses.lost.length,
    };
  }
  const kills = runs.filter(({ killedAt }) => killedAt !== undefined).length;
  return { kills, runs: runs.length, streams: counts, violations };
}

function checkRun(
  run: ReadRun,
  events: readonly StreamEvent[],
  { syncMode, isResumable = syncMode === 'incremental' }: StreamUnderTest,
  say: (rule: string, problems: readonly string[]) => void,
): void {
  const isStopped = run.killedAt?.signal === 'SIGTERM' && !run.isOverdue;
  const isWhole = run.killedAt === undefined || isStopped;
  say('statuses in order', statusesInOrder(events, run, isWhole));
  say('states count records', statesCountRecords(events));
  if (isStopped && isResumable) say('a stop keeps records', stopKeepsRecords(events));
}

function saidIn({ messages, stderr }: ReadRun): string {
  const errors = messages.flatMap((message) =>
    message.type === 'TRACE' && message.trace.type === 'ERROR' ? [message.trace.error.message] : [],
  );
  return `: ${errors.join('; ') || stderr.slice(-200)}`;
}

function inRun(index: number, problems: readonly string[]): string[] {
  return problems.map((problem) => `run ${index + 1}: ${problem}`);
}

/** The values of the primary key, or the whole record without one. */
function keyOf(record: unknown, { primaryKey }: StreamUnderTest): string {
  if (primaryKey === undefined) return canonicalJson(record);
  return primaryKey
    .map((path) =>
      path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], record),
    )
    .map((value) => canonicalJson(value ?? null))
    .join('/');
}
