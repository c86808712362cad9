import type { ReadRun } from './read-run.ts';

/**
 * A run as it would have been seen had a SIGKILL ended it: its first lines, and nothing after them. One cut right before each
 * STATE, and one after the last line, stand for all lines: of the places between two STATEs, from which the next run starts alike,
 * the last one has cost the most records.
 *
 * @param most the most cuts to make, evenly over the run
 */
export function cutsOf(run: ReadRun, most = Infinity): ReadRun[] {
  const { messages } = run;
  const places = messages.flatMap(({ type }, index) => (type === 'STATE' ? [index] : []));
  const all = [...places, messages.length];
  const isChosen = (index: number): boolean => stepOf(index) !== stepOf(index - 1);
  const stepOf = (index: number): number => (most >= all.length ? index : Math.floor((index * most) / all.length));
  return all
    .filter((_, index) => isChosen(index))
    .map((afterLine) => ({
      ...run,
      messages: messages.slice(0, afterLine),
      killedAt: { afterLine, signal: 'SIGKILL' },
      exitCode: null,
      signal: 'SIGKILL',
    }));
}
