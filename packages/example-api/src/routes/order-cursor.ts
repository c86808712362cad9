import { ApiError } from '../http/api-error.ts';

/** A place in a listing of orders. It carries the listing too, so a cursor never mixes two of them. */
export interface OrderCursor {
  readonly sort: 'asc' | 'desc';
  /** The index of the first order of the listing in ascending order. */
  readonly lowest: number;
  /** How many orders of the listing come before the page. */
  readonly position: number;
}

/** Writes a cursor as the opaque text a client gets. */
export function encodeOrderCursor({ sort, lowest, position }: OrderCursor): string {
  return Buffer.from(`${sort}:${lowest}:${position}`).toString('base64url');
}

/**
 * Reads the text of a cursor.
 * @throws {@link ApiError} with status 400 when no page ever gave this text
 */
export function decodeOrderCursor(text: string): OrderCursor {
  const match = /^(asc|desc):(\d{1,15}):(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString());
  const cursor: OrderCursor | undefined = match
    ? { sort: match[1] === 'asc' ? 'asc' : 'desc', lowest: Number(match[2]), position: Number(match[3]) }
    : undefined;
  if (cursor !== undefined && encodeOrderCursor(cursor) === text) return cursor;
  throw new ApiError(400, 'bad_parameter', `"cursor" is not a cursor of this API, got "${text}"`);
}
