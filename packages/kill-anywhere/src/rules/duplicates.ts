import { canonicalJson } from '../exact-json.ts';
import type { StreamEvent } from '../read-run.ts';

/** Records that were sent more than once, by run. */
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
