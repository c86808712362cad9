import type { PageFault } from '../faults/fault.ts';
import { pageWindow } from '../routes/page-window.ts';
import type { GraphqlObject } from './execute-query.ts';
import { GraphqlError } from './graphql-error.ts';

const DEFAULT_SIZE = 100;
const MAX_SIZE = 250;

/** A list that a connection pages through. */
export interface Listing {
  readonly total: number;
  /** The record at a position. */
  readonly record: (position: number) => unknown;
}

/**
 * A page of a listing as a Relay connection: `nodes`, `edges`, `pageInfo` and `totalCount`, for `first` records that come
 * `after` a cursor.
 * @throws {@link GraphqlError} for a size or a cursor that cannot be
 */
export function connection(
  { total, record }: Listing,
  { first = DEFAULT_SIZE, after }: Readonly<Record<string, unknown>>,
  faults: readonly PageFault[],
): GraphqlObject {
  const limit = Number(first);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_SIZE) {
    throw new GraphqlError(
      'MAX_PAGE_SIZE_EXCEEDED',
      `"first" must be an integer from 1 to ${MAX_SIZE}, got ${String(first)}`,
    );
  }
  const position = after === undefined || after === null ? 0 : decodeCursor(after);
  const window = pageWindow({ position, limit, total }, faults);
  const positions = Array.from({ length: window.end - window.start }, (_, nth) => window.start + nth);
  const nodes = positions.map(record);
  return {
    nodes,
    edges: nodes.map((node, nth) => ({ cursor: encodeCursor(window.start + nth + 1), node })),
    pageInfo: { hasNextPage: window.next !== undefined, endCursor: encodeCursor(window.next ?? window.end) },
    totalCount: total,
  };
}

/** A cursor says how many records come before what follows it. */
function encodeCursor(position: number): string {
  return Buffer.from(`after:${position}`).toString('base64url');
}

function decodeCursor(cursor: unknown): number {
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString() : '';
  const position = /^after:(\d{1,15})$/.exec(text)?.[1];
  if (position !== undefined) return Number(position);
  throw new GraphqlError('BAD_USER_INPUT', `${JSON.stringify(cursor)} is not a cursor of this API`);
}
