import { ApiError } from '../http/api-error.ts';

const ORDER_SORTS = ['asc', 'desc', 'unsorted'] as const;

/** How a listing of orders is sorted by `updated_at`. */
export type OrderSort = (typeof ORDER_SORTS)[number];

/** Whether a text names a sort. */
export function isOrderSort(text: string | undefined): text is OrderSort {
  return ORDER_SORTS.some((sort) => sort === text);
}

/**
 * Reads the `sort` of a query string, `asc` when it is left out.
 * @throws {@link ApiError} with status 400 when it is none
 */
export function orderSort(query: URLSearchParams): OrderSort {
  const text = query.get('sort') ?? 'asc';
  if (isOrderSort(text)) return text;
  throw new ApiError(400, 'bad_parameter', `"sort" must be "asc", "desc" or "unsorted", got "${text}"`);
}
