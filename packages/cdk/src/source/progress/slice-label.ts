import { showValue } from '../../protocol/json.ts';
import type { DatetimeWindow } from '../../streams/cursors/datetime-windows.ts';

/** Names a slice of a stream in a message: `Stream "events", slice {"id":7}`. */
export function sliceLabel(stream: string, label: string): string {
  return label === '' ? `Stream "${stream}"` : `Stream "${stream}", slice ${label}`;
}

/** Names a slice in a message: `{"id":7}, 2025-01-01 to 2025-01-31`. */
export function labelOf(slice: unknown, window: DatetimeWindow | undefined): string {
  const own = slice === undefined ? [] : [showValue(slice, 100)];
  return [...own, ...(window === undefined ? [] : [`${window.start} to ${window.end}`])].join(', ');
}
