/** A process has 1024 file descriptors where nobody gave it more, and no API answers faster for so many requests at once. */
export const MAX_CONCURRENCY = 1000;

/** Tells whether slices can be read by so many at once. */
export function isConcurrency(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_CONCURRENCY;
}
