import { ApiError } from './api-error.ts';

/** The bounds of an integer in a query string, and its value when it is left out. */
export interface QueryIntegerOptions {
  readonly name: string;
  readonly fallback: number;
  readonly min: number;
  /** @default Number.MAX_SAFE_INTEGER */
  readonly max?: number;
}

/** The most records a page may have. */
export const MAX_PAGE_SIZE = 1000;

/**
 * Reads an integer of a query string.
 * @throws {@link ApiError} with status 400 when it is not a decimal integer within the bounds
 */
export function queryInteger(query: URLSearchParams, options: QueryIntegerOptions): number {
  const { name, fallback, min, max = Number.MAX_SAFE_INTEGER } = options;
  const text = query.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new ApiError(400, 'bad_parameter', `"${name}" must be an integer ${bounds}, got "${text}"`);
}

/**
 * Reads the page size of a query string, from 1 to {@link MAX_PAGE_SIZE}.
 * @throws {@link ApiError} with status 400 for any other value
 */
export function queryPageSize(query: URLSearchParams, name: string, fallback = 100): number {
  return queryInteger(query, { name, fallback, min: 1, max: MAX_PAGE_SIZE });
}
