import { canonicalJson } from '../exact-json.ts';
import type { StreamEvent } from '../read-run.ts';

/** How many keys a message shows. */
const SHOWN = 3;

/** How the records of a stream compare with those it has. */
export interface Losses {
  /** Keys of records that no STATE covers, in any run, as they should be. */
  readonly lost: readonly string[];
  /** Keys of records that the stream does not have. */
  readonly unknown: readonly string[];
}

/**
 * Compares what a journey kept with all that a stream has.
 *
 * Kept is a record that a later STATE of the same run covers: a platform may drop the others, as it starts again from that STATE.
 * So a STATE that claims a record too early loses it here, even when the record itself was seen.
 */
export function lossesOf(
  runs: readonly (readonly StreamEvent[])[],
  expected: readonly unknown[],
  keyOf: (record: unknown) => string,
): Losses {
  const kept = new Set<string>();
  const wanted = new Set(expected.map(canonicalJson));
  const unknown = new Set<string>();
  for (const events of runs) {
    const last = events.findLastIndex(({ kind }) => kind === 'state');
    for (const [index, event] of events.entries()) {
      if (event.kind !== 'record') continue;
      const content = canonicalJson(event.data);
      if (index < last) kept.add(content);
      if (!wanted.has(content)) unknown.add(keyOf(event.data));
    }
  }
  return { lost: expected.filter((record) => !kept.has(canonicalJson(record))).map(keyOf), unknown: [...unknown] };
}

/** Says that records were lost, and that records came which the stream does not have. */
export function nothingLost({ lost, unknown }: Losses): string[] {
  return [
    ...(lost.length === 0
      ? []
      : [`${lost.length} of its records came in no run before the STATE that covers them: ${some(lost)}`]),
    ...(unknown.length === 0 ? [] : [`${unknown.length} of the records are none that it has: ${some(unknown)}`]),
  ];
}

function some(keys: readonly string[]): string {
  return keys.length > SHOWN ? `${keys.slice(0, SHOWN).join(', ')}, …` : keys.join(', ');
}
