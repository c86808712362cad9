import { canonicalJson } from '../exact-json.ts';
import type { StreamEvent } from '../read-run.ts';

/**
 * How many records each run sent that had been sent before. What is read after the end of a full refresh is the next one, which has
 * nothing to do with the one before.
 */
export function duplicatesOf(runs: readonly (readonly StreamEvent[])[]): number[] {
  const seen = new Set<string>();
  return runs.map((events) => {
    let duplicates = 0;
    for (const event of events) {
      if (event.kind !== 'record') continue;
      const content = canonicalJson(event.data);
      if (seen.has(content)) duplicates++;
      seen.add(content);
    }
    if (endsFullRefresh(events)) seen.clear();
    return duplicates;
  });
}

/** Says which runs sent more records again than one kill may cost. The first run has nothing to send again. */
export function duplicatesInBounds(duplicates: readonly number[], most: number): string[] {
  return duplicates.flatMap((count, index) => {
    const bound = index === 0 ? 0 : most;
    return count > bound ? [`run ${index + 1} sent ${count} records that had been sent, ${bound} are allowed`] : [];
  });
}

/** Whether a stream without a cursor has said that it came to its end: there is nothing to go on from. */
function endsFullRefresh(events: readonly StreamEvent[]): boolean {
  const last = events.findLast((event) => event.kind === 'state');
  return last?.state['__ab_no_cursor_state_message'] === true;
}
