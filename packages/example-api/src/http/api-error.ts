/** A refusal of the API: thrown by a route, answered as a JSON error. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** A snake_case word for programs, such as `not_found`. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The JSON text of every error of the API: `{"error":{"code":…,"message":…}}`. */
export function errorBody(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}
