/** When the shop opened, 2024-01-01, in seconds since the Unix epoch: no record is older. */
export const FIRST_SECOND = Date.parse('2024-01-01T00:00:00Z') / 1000;
const WHOLE_SPAN = 60_000_000;
const SMALLEST_SCALE = 1_000;

/** When things happened in the shop: a time that never falls as the index rises, in seconds since the Unix epoch. */
export interface Timeline {
  readonly secondAt: (index: number) => number;
  /** The first index whose time is not before `second`, or the size when there is none. */
  readonly firstIndexFrom: (second: number) => number;
}

/**
 * Spreads `size` records from 2024-01-01 on, all before 2026.
 *
 * The mean distance is 60,000 s for up to 1,000 records, 6,000 s for up to 10,000, and so on, so a shop that grows
 * within one power of ten keeps the times it had. Of each ten records, the last two share their second with the first
 * two of the next ten: a page bound at a multiple of ten always falls between records of the same second.
 *
 * @param random gives a number from 0 up to (not including) 1 for an index
 */
export function createTimeline(size: number, random: (index: number) => number): Timeline {
  let scale = SMALLEST_SCALE;
  while (scale < size) scale *= 10;
  const spacing = WHOLE_SPAN / scale;

  const secondAt = (index: number): number => {
    const shifted = index + 2;
    const anchor = shifted % 10 < 4 ? shifted - (shifted % 10) : shifted;
    return FIRST_SECOND + Math.floor((anchor + random(anchor)) * spacing);
  };

  const firstIndexFrom = (second: number): number => {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (secondAt(middle) < second) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return { secondAt, firstIndexFrom };
}
