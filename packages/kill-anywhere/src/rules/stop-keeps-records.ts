import type { StreamEvent } from '../read-run.ts';

/** Says whether a resumable stream that was asked to stop left records that no STATE covers: the next run reads them once more. */
export function stopKeepsRecords(events: readonly StreamEvent[]): string[] {
  const last = events.findLastIndex(({ kind }) => kind === 'state');
  const uncovered = events.slice(last + 1).filter(({ kind }) => kind === 'record').length;
  return uncovered === 0 ? [] : [`it stopped with ${uncovered} records after its last STATE`];
}
