import { ApiError } from './api-error.ts';

/**
 * Reads the body of a request as a JSON object.
 * @throws {@link ApiError} with status 400 when it is none
 */
export function jsonBody(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // It is told below what it is not.
  }
  throw new ApiError(400, 'bad_body', 'The body must be a JSON object');
}
