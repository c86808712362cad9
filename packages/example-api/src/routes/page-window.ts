import { faultOf } from '../faults/fault.ts';
import type { PageFault } from '../faults/fault.ts';
import { ApiError } from '../http/api-error.ts';

/** The part of a listing that a page shows. Positions count the records of the listing from 0. */
export interface PageWindow {
  /** The position of the first record shown. */
  readonly start: number;
  /** The position after the last record shown. */
  readonly end: number;
  /** The position the next page begins at; `undefined` on the last page. */
  readonly next: number | undefined;
}

/** What page of a listing was asked for. */
export interface PageRequest {
  /** How many records come before the page; may lie past the end. */
  readonly position: number;
  readonly limit: number;
  /** How many records the listing has. */
  readonly total: number;
}

/**
 * Says which records a page shows and where the next begins, wrong in the ways its faults ask for.
 * @throws {@link ApiError} with status 504 when a fault makes the page too big
 */
export function pageWindow({ position, limit, total }: PageRequest, faults: readonly PageFault[]): PageWindow {
  const { max = Infinity } = faultOf(faults, 'pageTooBig') ?? {};
  if (limit > max) throw new ApiError(504, 'gateway_timeout', `A page of ${limit} records takes too long`);
  let start = Math.min(position, total);
  let end = Math.min(position + limit, total);
  let next = position + limit < total ? position + limit : undefined;

  if (faultOf(faults, 'samePage')) {
    start = 0;
    end = Math.min(limit, total);
    next = position + limit;
  }
  if (faultOf(faults, 'foreignNext')) next = position + limit;
  if (faultOf(faults, 'loopNext')) next = position;
  if (faultOf(faults, 'cycleNext')) next = position === 0 ? limit : 0;
  if (faultOf(faults, 'emptyPage')) end = start;
  return { start, end, next };
}
