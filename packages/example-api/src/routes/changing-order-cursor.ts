import { ApiError } from '../http/api-error.ts';
import { isOrderSort } from './order-sort.ts';
import type { OrderSort } from './order-sort.ts';

/** A place in a listing of orders that change: after an order as it was then. It carries the listing too. */
export interface ChangingOrderCursor {
  readonly sort: OrderSort;
  readonly since: number;
  readonly until: number;
  /** What the listing sorts by first: of the last order that was given. */
  readonly rank: number;
  readonly index: number;
}

/** Writes a cursor as the opaque text a client gets. */
export function encodeChangingOrderCursor({ sort, since, until, rank, index }: ChangingOrderCursor): string {
  return Buffer.from([sort, since, until, rank, index].join(':')).toString('base64url');
}

/**
 * Reads the text of a cursor.
 * @throws {@link ApiError} with status 400 when no page ever gave this text
 */
export function decodeChangingOrderCursor(text: string): ChangingOrderCursor {
  const [sort, ...numbers] = Buffer.from(text, 'base64url').toString().split(':');
  const [since = 0, until = 0, rank = 0, index = 0] = numbers.map(Number);
  const cursor = isOrderSort(sort) ? { sort, since, until, rank, index } : undefined;
  if (cursor !== undefined && encodeChangingOrderCursor(cursor) === text) return cursor;
  throw new ApiError(400, 'bad_parameter', `"cursor" is not a cursor of this API, got "${text}"`);
}
