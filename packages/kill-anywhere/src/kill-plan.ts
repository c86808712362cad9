import { seededRandom } from './seeded-random.ts';

/** When a read is to end, and how. */
export interface KillPlace {
  /** How many lines of stdout have been seen. */
  readonly afterLine: number;
  /** `state`: not before a STATE has just been seen, which is where a claim made too early shows. @default 'line' */
  readonly at?: 'line' | 'state';
  /** SIGKILL ends the process there and then; SIGTERM asks it to end, and what it still says is seen. */
  readonly signal: 'SIGKILL' | 'SIGTERM';
  /** Milliseconds for which nobody reads stdout before the signal, so that the process has run into the full pipe. @default 0 */
  readonly stallMs?: number;
}

/** One way through a whole read: each place ends one run, and the last run, from the last state, goes to the end. */
export type Journey = readonly KillPlace[];

/** Makes the journeys for a read of so many lines. */
export type KillPlan = (lines: number) => readonly Journey[];

/** One journey for every line: ended there once. */
export function everyLine(signal: KillPlace['signal']): KillPlan {
  return (lines) => Array.from({ length: lines }, (_, index) => [{ afterLine: index + 1, signal }]);
}

/** How {@link randomLines} chooses. */
export interface RandomLinesOptions {
  readonly seed: number;
  readonly journeys: number;
  /** How often a read is ended before it may go on to its end. */
  readonly kills: number;
  readonly signals?: readonly KillPlace['signal'][];
}

/** Journeys of some kills each, at lines that a seed chooses; every other one right after a STATE, some behind a full pipe. */
export function randomLines(options: RandomLinesOptions): KillPlan {
  const { seed, journeys, kills, signals = ['SIGKILL', 'SIGTERM'] } = options;
  return (lines) => {
    const random = seededRandom(seed);
    const place = (): KillPlace => ({
      afterLine: 1 + random.below(Math.max(1, lines)),
      at: random.pick(['line', 'state']),
      signal: random.pick(signals),
      stallMs: random.below(4) === 0 ? 30 : 0,
    });
    return Array.from({ length: journeys }, () => Array.from({ length: kills }, place));
  };
}

/** A place in words: `SIGKILL after line 12`. */
export function describePlace({ afterLine, at, signal, stallMs }: KillPlace): string {
  const where = at === 'state' ? `at the first STATE from line ${afterLine} on` : `after line ${afterLine}`;
  return `${signal} ${where}${stallMs ? `, ${stallMs} ms after the reader stopped` : ''}`;
}
