import type { Logger } from '../../logger.ts';
import { SkippedPartition } from '../../streams/skipped-partition.ts';
import type { DueSlice } from './stream-progress.ts';

/**
 * Leaves the partition of a slice out of the read, where that is what was thrown, and says so once for all of its slices.
 *
 * @param label Names the slice: `Stream "events", slice {"id":7}`.
 * @returns Whether it was.
 */
export function skipSlice(thrown: unknown, due: DueSlice, label: string, logger: Logger): boolean {
  if (!(thrown instanceof SkippedPartition)) return false;
  if (!due.isSkipped) {
    logger.warn(`${label} is left out from here on, and tried again in the next read: ${thrown.message}`);
  }
  due.skip();
  return true;
}
