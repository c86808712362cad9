import { ApiError } from '../http/api-error.ts';
import { isOrderSort } from './order-sort.ts';
import type { OrderSort } from './order-sort.ts';

/** A place in a listing of orders. It carries the listing too, so a cursor never mixes two of them. */
export interface OrderCursor {
  readonly sort: OrderSort;
  /** The index of the first order of the listing in ascending order. */
  readonly lowest: number;
  /** The index after the last one. */
  readonly end: number;
  /** How many orders of the listing come before the page. */
  readonly position: number;
}

/** Writes a cursor as the opaque text a client gets. */
export function encodeOrderCursor({ sort, lowest, end, position }: OrderCursor): string {
  return Buffer.from(`${sort}:${lowest}:${end}:${position}`).toString('base64url');
}

/**
 * Reads the text of a cursor.
 * @throws {@link ApiError} with status 400 when no page ever gave this text
 */
export function decodeOrderCursor(text: string): OrderCursor {
  const [, sort, ...numbers] =
    /^([a-z]+):(\d{1,15}):(\d{1,15}):(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  const [lowest = 0, end = 0, position = 0] = numbers.map(Number);
  const cursor = isOrderSort(sort) ? { sort, lowest, end, position } : undefined;
  if (cursor !== undefined && encodeOrderCursor(cursor) === text) return cursor;
  throw new ApiError(400, 'bad_parameter', `"cursor" is not a cursor of this API, got "${text}"`);
}
