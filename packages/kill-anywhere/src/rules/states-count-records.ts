import type { StreamEvent } from '../read-run.ts';

/** Says where a STATE does not count the records of its stream since the one before, and where a complete stream has records that no STATE covers. */
export function statesCountRecords(events: readonly StreamEvent[]): string[] {
  const problems: string[] = [];
  let [records, states] = [0, 0];
  for (const event of events) {
    if (event.kind === 'record') records++;
    else if (event.kind === 'state') {
      states++;
      if (event.recordCount !== records) {
        problems.push(`its STATE ${states} says recordCount ${event.recordCount} after ${records} records`);
      }
      records = 0;
    } else if (event.kind === 'status' && event.status === 'COMPLETE') {
      if (states === 0) problems.push('it is COMPLETE without a STATE');
      if (records > 0) problems.push(`it is COMPLETE with ${records} records after its last STATE`);
    }
  }
  return problems;
}
