import { faultOf } from '../faults/fault.ts';
import type { PageFault } from '../faults/fault.ts';
import type { PageWindow } from './page-window.ts';

/**
 * The JSON text of the records of a page: an array, or an object in its place when a fault asks for it.
 * @param text gives the JSON text of the record at a position of the listing
 */
export function recordsText(
  window: PageWindow,
  text: (position: number) => string,
  faults: readonly PageFault[],
): string {
  if (faultOf(faults, 'notAnArray')) return `{"count":${window.end - window.start}}`;
  let joined = '[';
  for (let position = window.start; position < window.end; position++) {
    joined += position === window.start ? text(position) : `,${text(position)}`;
  }
  return `${joined}]`;
}
