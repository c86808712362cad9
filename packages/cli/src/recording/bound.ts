/** A moment from which, or up to which, records are asked for. */
export interface Bound {
  readonly side: 'lower' | 'upper';
  /** In milliseconds since 1970. */
  readonly at: number;
}

const LOWER = new Set([
  'since',
  'from',
  'start',
  'after',
  'begin',
  'min',
  'gt',
  'gte',
  'ge',
  'newer',
  'oldest',
  'lower',
]);
const UPPER = new Set(['until', 'till', 'to', 'end', 'before', 'max', 'lt', 'lte', 'le', 'older', 'latest', 'upper']);

/**
 * Which side of what is asked for a moment bounds, by the name of its parameter (`updated_since`, `created[gte]`, `startDate`) or the
 * sign before it (`updated_at >= 2024-01-01`). `undefined` where neither tells.
 */
export function sideOf(name: string, before: string): Bound['side'] | undefined {
  const [, sign] = /([<>])=?\s*["']?$/.exec(before) ?? [];
  if (sign !== undefined) return sign === '>' ? 'lower' : 'upper';
  if (before !== '') return undefined;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  if (words.some((word) => LOWER.has(word))) return 'lower';
  return words.some((word) => UPPER.has(word)) ? 'upper' : undefined;
}
