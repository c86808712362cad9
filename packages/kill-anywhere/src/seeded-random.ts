/** A source of chance that a seed decides: the same seed gives the same numbers again. */
export interface SeededRandom {
  /** An integer from 0 up to, not including, `bound`. */
  below(bound: number): number;
  /** One of some values; there must be one. */
  pick<T>(values: readonly T[]): T;
  /** Some of the values, in their order, each at most once. */
  some<T>(values: readonly T[], count: number): T[];
  /** A seed for something that is to have chances of its own. */
  seed(): number;
}

/** Makes one out of a seed: mulberry32, which is small, fast, and good enough to choose places. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (bits ^ (bits >>> 14)) >>> 0;
  };
  const below = (bound: number): number => next() % bound;
  const some = <T>(values: readonly T[], count: number): T[] => {
    const left = [...values.keys()];
    const chosen = new Set<number | undefined>();
    while (chosen.size < count && left.length > 0) chosen.add(left.splice(below(left.length), 1)[0]);
    return values.filter((_, index) => chosen.has(index));
  };
  return { below, some, pick: (values) => values[below(values.length)] as (typeof values)[number], seed: next };
}
