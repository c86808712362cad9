/** The share of a list that lies between two neighbours after the shuffle: neighbours end up far apart, and no pattern repeats. */
const GOLDEN_RATIO = 0.618_034;

/** The place that comes `nth` (from 0) when the places below `total` are shuffled: each comes once, and nothing is kept. */
export function shuffled(nth: number, total: number): number {
  let step = Math.max(1, Math.round(total * GOLDEN_RATIO));
  while (greatestCommonDivisor(step, total) !== 1) step++;
  // The product may lie beyond 2^53.
  return Number((BigInt(nth) * BigInt(step)) % BigInt(total));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
