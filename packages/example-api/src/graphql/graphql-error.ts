/** A part of a query cannot be answered: an entry of `errors`. */
export class GraphqlError extends Error {
  override readonly name = 'GraphqlError';
  /** A word for programs, such as `BAD_USER_INPUT`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
